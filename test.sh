#!/usr/bin/env bash
# Runs all tests. Installs what the browser and PostgreSQL tests need where it can (Debian, as root or by sudo without a
# password); where it cannot, those tests skip themselves and say why. What touches the database runs on SQLite and on PostgreSQL.
# Arguments go to the test runner; with ALL_DATABASES=true to both runs, otherwise PostgreSQL is left out then.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

missing=()
[ -x /usr/bin/chromium ] || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ] && command -v apt-get > /dev/null; then
  echo "Installing ${missing[*]} for the tests"
  log=$(mktemp)
  # Leaves the machine's own PostgreSQL cluster alone: the tests start a server of their own.
  if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-dejavu-core; } > "$log" 2>&1; then
    echo "Could not install ${missing[*]} (see $log); tests that need them are skipped, or fail where CI=true" >&2
  fi
fi

# Works for a user without a home as well.
if [ -z "${HOME:-}" ] || [ ! -w "${HOME:-/nonexistent}" ]; then
  export HOME="${TMPDIR:-/tmp}/marketplace-home-$(id -u)"
  mkdir -p "$HOME"
fi
export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-$HOME}"
export NUGET_PACKAGES="${NUGET_PACKAGES:-$HOME/.nuget/packages}"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

status=0
dotnet test --project Marketplace.Tests "$@" || status=$?

# Once more on PostgreSQL what talks to the database; the rest is the same on both. Not where the caller chose tests himself.
on_postgres=(Accounts Alerts Audit Connections Data Fulfillment Insights Inventory Linking Orders Security Sync Web Webhooks Work)
if [ $# -eq 0 ] || [ "${ALL_DATABASES:-}" = true ]; then
  if compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null; then
    filters=()
    for room in "${on_postgres[@]}"; do filters+=(--filter-namespace "Marketplace.Tests.$room*"); done
    MARKETPLACE_TEST_DATABASE=Postgres dotnet test --project Marketplace.Tests --no-build "${filters[@]}" "$@" || status=$?
  else
    echo "PostgreSQL is not installed, so the tests ran on SQLite alone" >&2
    if [ "${CI:-}" = true ]; then status=1; fi
  fi
fi
exit "$status"
