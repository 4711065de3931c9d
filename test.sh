#!/usr/bin/env bash
# Runs all tests. Installs what the browser and PostgreSQL tests need where it can (Debian, as root or by sudo without a
# password); where it cannot, those tests skip themselves and say why. Arguments go to the test runner.
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
  # Leaves the machine's own PostgreSQL cluster alone: the tests start a server of their own.
  if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-dejavu-core; } > /tmp/marketplace-apt.log 2>&1; then
    echo "Could not install ${missing[*]} (see /tmp/marketplace-apt.log); tests that need them are skipped, or fail where CI=true" >&2
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

exec dotnet test --project Marketplace.Tests "$@"
