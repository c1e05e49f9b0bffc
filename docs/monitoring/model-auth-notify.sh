#!/bin/sh
# Runs `model-auth status --check` and tells somebody when its verdict changed since the last run: once per change, not once
# per run. Ends with the verdict's exit code: 0 all is well, 2 something ends within a day, 1 something is expired, missing or
# unreadable, and 3 when the check itself could not be run.
#
#   MODEL_AUTH          the command to run                      (model-auth)
#   MODEL_AUTH_AGENT    the agent to check                      (the default one)
#   MODEL_AUTH_NOTIFY   a program that tells somebody; it gets the short message as its only argument and the details on
#                       its standard input                      (prints both)
#   MODEL_AUTH_VERDICT  the file that remembers the last verdict
#                                        ($XDG_STATE_HOME/model-auth/verdict, under ~/.local/state by default)
set -u
umask 077

command=${MODEL_AUTH:-model-auth}
remembered=${MODEL_AUTH_VERDICT:-${XDG_STATE_HOME:-$HOME/.local/state}/model-auth/verdict}

set -- status --check
if [ -n "${MODEL_AUTH_AGENT:-}" ]; then
  set -- "$@" --agent "$MODEL_AUTH_AGENT"
fi

# What it prints never holds a secret.
details=$("$command" "$@" 2>&1)
verdict=$?
case $verdict in
  0) message="Model credentials are well." ;;
  1) message="A model credential is expired, missing or unreadable." ;;
  2) message="A model credential expires within a day." ;;
  *)
    message="The check of the model credentials could not be run ($verdict)."
    verdict=3
    ;;
esac

before=
if [ -r "$remembered" ]; then
  read -r before <"$remembered" || :
fi

# The first run has news only when something is wrong.
if [ "$verdict" != "${before:-0}" ]; then
  if [ -n "${MODEL_AUTH_NOTIFY:-}" ]; then
    printf '%s\n' "$details" | "$MODEL_AUTH_NOTIFY" "$message"
  else
    printf '%s\n\n%s\n' "$message" "$details"
  fi
  told=$?
else
  told=0
fi

# A message that did not get through is tried again at the next run.
if [ "$told" -eq 0 ] && [ "$verdict" != "$before" ]; then
  mkdir -p "$(dirname "$remembered")" &&
    printf '%s\n' "$verdict" >"$remembered.new" &&
    mv -f "$remembered.new" "$remembered"
fi

exit "$verdict"
