# The application alone, as a user without rights, on a file system that it need not write to.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# What changes seldom comes first, so that packages are fetched again only when they change.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Marketplace.Core/Marketplace.Core.csproj Marketplace.Core/
COPY Marketplace.Sandbox/Marketplace.Sandbox.csproj Marketplace.Sandbox/
COPY Marketplace.Web/Marketplace.Web.csproj Marketplace.Web/
RUN dotnet restore Marketplace.Web/Marketplace.Web.csproj --use-current-runtime -p:PublishReadyToRun=true

COPY Marketplace.Core/ Marketplace.Core/
COPY Marketplace.Sandbox/ Marketplace.Sandbox/
COPY Marketplace.Web/ Marketplace.Web/

# Compiled ahead, so that a start takes two thirds of the time.
RUN dotnet publish Marketplace.Web/Marketplace.Web.csproj --configuration Release --no-restore --use-current-runtime --self-contained false -p:PublishReadyToRun=true --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./

# Where a volume for a SQLite file is mounted: a new one takes the folder's owner over.
RUN mkdir /data && chown "$APP_UID" /data

# The runtime's diagnostics would open a pipe in /tmp, which is read-only too unless it is mounted. Copies of pictures may be lost.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0 Images__Folder=/tmp/images
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "Marketplace.Web.dll"]
