/** A `kubectl` of a cluster with one job: its answers follow from files beside it, and every call is written down. */
export const KUBECTL = `#!/usr/bin/env bash
here=$(dirname "$0")
printf '%s\n' "$*" >>"$here/calls"
case "$1 $2" in
  'get pods') echo Running ;;
  'get '*) cat "$here/conditions" 2>/dev/null ;;
  'delete '*) rm "$here/conditions" ;;
  'apply '*) exit "$(cat "$here/apply" 2>/dev/null || echo 0)" ;;
  'logs '*)
    echo 'step 10'
    cp "$here/ends" "$here/conditions"
    ;;
esac
`;
