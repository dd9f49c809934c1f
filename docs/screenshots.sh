#!/bin/sh
# Makes docs/images/*.png: plays the sample's conversations into a new SQLite file and opens the viewer over it in the system's Chromium.
# Needs what the build needs, and a Chromium with its driver (the Maven profile "browser" is active where /usr/bin/chromium is).
set -eu
cd "$(dirname "$0")/.."
database="$PWD/sample-app/target/screenshots.db"
mkdir -p sample-app/target
rm -f "$database" "$database-wal" "$database-shm"
mvn -q -B compile exec:exec -pl sample-app -am -Dsample.args="--trace-jdbc-url jdbc:sqlite:$database"
mvn -q -B test -pl viewer -am -Dtest=Screenshots -Dsurefire.failIfNoSpecifiedTests=false \
  -Dscreenshots.database="$database" -Dscreenshots.directory="$PWD/docs/images"
ls -l docs/images
