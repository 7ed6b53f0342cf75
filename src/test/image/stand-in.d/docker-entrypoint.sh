#!/bin/sh
# Test code, see ../stand-in: behaves as the entry point of the official Jetty image does, as far as Onward relies on it.
set -e

# Whatever is no command is meant for Jetty.
if ! command -v -- "$1" >/dev/null; then
  set -- java -jar "$JETTY_HOME/start.jar" "$@"
fi
mkdir -p "$TMPDIR"
options="-Djava.io.tmpdir=$TMPDIR $JAVA_OPTIONS"

case "$*" in
  java*/start.jar*)
    for argument in "$@"; do
      case $argument in
        --add-module* | --dry-run | --help | --list-* | --version)
          # shellcheck disable=SC2086
          exec "$@" $options
          ;;
      esac
    done
    [ "$(whoami)" = jetty ] || echo "WARNING: the user is not jetty" >&2
    # Written once, and then it stands: options and arguments count only when it is written.
    start=${JETTY_START:-$JETTY_BASE/jetty.start}
    if [ ! -f "$start" ] || [ "$JETTY_BASE/start.d" -nt "$start" ] \
      || [ "$(sed -n 's/^# JETTY_VERSION: //p' "$start")" != "$JETTY_VERSION" ]; then
      /generate-jetty-start.sh "$@"
    fi
    . "$start"
    ;;
esac
# shellcheck disable=SC2086
if [ "$1" = java ]; then shift; set -- java $options "$@"; fi
exec "$@"
