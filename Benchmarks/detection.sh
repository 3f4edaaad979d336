#!/usr/bin/env bash
# detection.sh SEED...: for each seed an invented payroll of 20,000 payees and 13 months, a night with the models and one without, and a
# row of how both rank the labelled payouts within the review budget of 1 %. Needs a Release build. Keeps nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
paysieve() { dotnet Jobs/bin/Release/net10.0/paysieve.dll "$@" -q; }

night() { # models(true|false) seed
    local data="$work/data-$1"
    Paysieve__Detection__UseModels=$1 paysieve run "$work/p/night" "$work/p/legs" --history "$work/p/history" --lists "$work/p/lists" --data "$data" 2>/dev/null | awk '/ s: ingest/ { print $1 }' > "$work/seconds"
    paysieve evaluate --labels "$work/p/labels.csv" --benign "$work/p/benign.csv" --data "$data" | awk -v seed="$2" -v with="$([ "$1" = true ] && echo yes || echo no)" -v seconds="$(cat "$work/seconds")" '
        /^Run/ { scored = $3 }
        $1 == "recall" { all = $2 }
        $1 == "look-alikes" { within = $5 }
        $1 == "flagged" { flagged = $2; alike = $(NF - 1) }
        $1 == "payout_routing" { r = $3 } $1 == "shared_account" { s = $3 } $1 == "currency_hop" { c = $3 } $1 == "sanctions_match" { m = $3 }
        END { printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", seed, with, scored, all, r, s, c, m, within, alike, seconds }'
    rm -rf "$data"
}

echo "| seed | models | payouts | recall % | routing | sharing | currency | lists | look-alikes in the budget % | of all flags % | seconds |"
echo "|---|---|---|---|---|---|---|---|---|---|---|"
for seed in "$@"; do
    rm -rf "$work/p"
    paysieve generate --employees 20000 --months 13 --seed "$seed" --out "$work/p" > /dev/null
    night true "$seed"
    night false "$seed"
done
