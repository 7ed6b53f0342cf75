#!/bin/sh
# Test code, see ../stand-in: writes down the command that start.jar would run.
set -e
start=${JETTY_START:-$JETTY_BASE/jetty.start}
command=$(/docker-entrypoint.sh "$@" --dry-run | grep 'org\.eclipse\.jetty\.xml\.XmlConfiguration' \
  | sed -e 's/ -Djava.io.tmpdir=[^ ]*//g' -e 's/\\$//')
[ -n "$command" ]
printf '# JETTY_VERSION: %s\nexec %s\n' "$JETTY_VERSION" "$command" >"$start"
