#!/bin/sh
# Puts the page in this folder on a microscope's ImSwitch server, through its file manager. It needs curl.
#
#   sh install.sh http://ADDRESS-OF-THE-MICROSCOPE:8001
#
# index.html, which names all other files, comes last: until then, a page that was there before is as it was.
set -eu

server=${1:?"name the server, such as http://192.168.4.1:8001"}
server=${server%/}
cd "$(dirname "$0")"

fail() {
  echo "error: $1" >&2
  exit 1
}

ask() {
  curl --fail --silent --show-error --max-time 60 "$@"
}

send() {
  folder=/lockstep
  case $1 in */*) folder=/lockstep/${1%/*} ;; esac
  ask --output /dev/null --form "parentId=$folder" --form "file=@$1" "$server/imswitch/api/FileManager/upload" ||
    fail "the server did not take $1"
  ask "$server/imswitch/data/lockstep/$1" | cmp -s - "$1" || fail "$1 is not there as it was sent"
  echo "sent $1"
}

ask "$server/imswitch/api/version" | grep -q '"version"' || fail "no ImSwitch answers at $server"
find . -type f ! -name index.html ! -name README.txt ! -name install.sh | sed 's|^\./||' | sort |
  while read -r file; do send "$file"; done
send index.html
echo "Open $server/imswitch/data/lockstep/index.html"
