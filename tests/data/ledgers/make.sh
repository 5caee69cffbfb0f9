#!/bin/sh
# Makes a small ledger with the docflow of a source tree, and what that docflow answers from it:
#   make.sh TREE NAME [later]
# TREE is a checkout (git worktree add …), NAME a folder here; "later" adds runs that only younger versions know.
set -e
tree=$1 here=$(cd "$(dirname "$0")" && pwd) district=$(cd "$(dirname "$0")/../../../fixtures/district" && pwd)
out=$here/$2 instance=$(mktemp -d)/instance unit=H99.01.02
export DOCFLOW_OCR=off DOCFLOW_LANG=en
cd "$tree"
d() { "${PYTHON:-python}" -m docflow "$@" --instance "$instance" || [ $? -ge 100 ]; }

"${PYTHON:-python}" -m docflow init "$instance" -q
d import units "$district/units.csv" --at 2022-12-01 -q
d import register "$district/inbox/$unit/registers/outgoing-2022.csv" --unit $unit --year 2022 --at 2022-12-02 -q
mkdir -p "$instance/inbox/$unit"
cp -r "$district/inbox/$unit/outgoing" "$district/inbox/$unit/incoming" "$instance/inbox/$unit"
d ingest "$instance/inbox" --at 2022-12-03 -q
runs=3
if [ "$3" = later ]; then
    d review resolve 281/UBND-VX --field form --value both --author A --reason R --at 2022-12-04 -q
    d judge --policy modern --at 2022-12-05 -q
    d ledger erase 174/UBND-VX --author A --reason R --at 2022-12-06 -q
    runs="3 6"
fi

rm -rf "$out" && mkdir -p "$out"
for run in $runs; do
    for name in issuance signatures certificates; do
        d report $name --period 2022 --as-of "$run" --format json > "$out/report-$name-$run.json"
    done
    d documents --period 2022 --as-of "$run" --format json > "$out/documents-$run.json"
    d show 83/UBND-VX --as-of "$run" --format json > "$out/show-$run.json"
done
sqlite3 "$instance/ledger.db" .dump > "$out/ledger.sql"
rm -rf "$(dirname "$instance")"
