#!/usr/bin/env bash
# reduce.sh EXPORT OUT: of a `flags export`, the columns that are the same for every run of the same night. Run and flag ids are left
# out (they depend on the day and the program's version); the columns kept stand before the first one that may hold a comma.
set -euo pipefail
export LC_ALL=C
head -n 1 "$1" | grep -q '^flag_id,run_id,transfer_id,employer_id,employee_id,pay_date,amount,currency,typology,score,rank,band,held_back,' || { echo "$1 is not an export of flags" >&2; exit 1; }
{
    echo transfer_id,typology,score,rank,band,held_back
    awk -F, 'NR > 1 { printf "%s,%s,%.6f,%s,%s,%s\n", $3, $9, $10, $11, $12, $13 }' "$1" | sort -t, -k4,4n -k2,2
} > "$2"
