// README.txt of a pack: for an examiner who has the pack, a text editor and a spreadsheet, and has never heard of this program.
using System.Globalization;

namespace Paysieve.Pipeline.Audit.Packs;

internal static class PackReadMe
{
    public static string Text(PackFilter filter, PackChain chain) => string.Create(CultureInfo.InvariantCulture, $"""
        AUDIT PACK OF A PAYMENT SCREENING SYSTEM (PAYSIEVE)

        Period: {(filter.From is { } from ? $"{from:yyyy-MM-dd}" : "from the beginning of the trail")} to {filter.To:yyyy-MM-dd}, both included, UTC. For the role: {filter.Role}.
        Events of the audit trail: {(chain.FirstSeq == 0 ? "none" : $"{chain.FirstSeq} to {chain.LastSeq}")}.

        WHAT THIS IS
        Every night the system reads the payroll and payment files of the day, compares every payout with its history, screens names and wallets
        against sanctions lists, and lists the payouts that somebody should look at before they are paid. People decide; the system stops nothing.
        This folder says what was read, what was flagged and why, by which model and which lists, and who decided what.

        THE FILES
        Each table is there twice with the same rows: NAME.csv for a spreadsheet, NAME.jsonl (one JSON object a line) for a program.
        schema.json says what every column means. manifest.json names every file with its SHA-256, size and number of rows.
        Text that a spreadsheet would run as a formula has an apostrophe before it in the CSV. Times are UTC. Accounts are masked.
        export.json says who made this copy and when; it is the only part that differs when the same pack is made again.

        HOW TO CHECK IT
        With the program:   paysieve audit verify THIS-FOLDER --key KEY-ID
          It checks signatures, hashes, every row, and the chain of events, and names the first bad file and line.
        Without it:         sha256sum FILE                      compare with manifest.json
                            base64 -d manifest.sig > sig.bin
                            openssl pkeyutl -verify -pubin -inkey audit-KEY-ID.pub -rawin -in manifest.json -sigfile sig.bin
        Get the KEY-ID from the owner of the system by another way than this folder ("paysieve audit keys" prints it): whoever could forge the
        whole folder could sign it with a key of their own.
        Each row of a table names in row_hash the SHA-256 of the row hash before it, a line feed and the row in RFC 8785 form without row_hash.
        Each event of the trail names in prev_hash the hash of the event before it; checkpoints.jsonl holds signed notes of where the trail stood.

        WHERE THE ANSWERS ARE
        1. Was every input row screened or rejected?   files: rows_read = rows_accepted + rows_rejected; rejections: each rejected row and why;
           runs.summary: payouts read and not scored, by reason.
        2. Which list version was in force on a date, and when was it fetched?   lists: in_force_from, in_force_until; run_lists: by run.
        3. Can a day be run again with the same result?   runs.run_key is the SHA-256 over everything that decides the outcome: the same files
           (run_files), model, lists, settings and program version, fed again, give the same key and the same flags. The owner of the system can
           show it at any time, whatever came in since: "paysieve audit replay ALERT-ID" computes an alert again from the inputs that its run names
           and says that it is identical, what differs, or that what it takes was deleted. replays: when that was done, and what came of it.
        4. Who lowered a threshold, why, and what happened to the number of alerts?   settings_changes: each setting that a run found
           changed, before and after, who started that run and the reason given; runs: alerts_raised and alerts_held_back of the runs before and after.
        5. Which alerts were cleared, by whom, with what reason, and how many proved true later?   decisions, in order; alerts.status.
           suppressions: what is kept back, who asked, who approved, when and why it ended; alerts.suppression_id: what they kept back;
           released_matches: list matches not raised again; namesakes: names of list entries not raised at all, and by which facts.
        6. Which model produced a score, trained on what, with what result, who approved it?   alerts.model_id, models, model_changes;
           how a run did against known cases: events with action run.evaluated.
        7. What does the system not see?   runs.summary, "not_checked" and "degraded", for each run ("notChecked" in runs of earlier versions).
        8. Can a payroll administrator clear an alert on their own change?   No: the database refuses it, and refuses that one person clears an
           alert of a high band. decisions: actor and second_actor.
        9. Where is personal data, who read it, when is it deleted?   This pack: names only for the role compliance, in alerts, but for parts of a
           name that a list match quotes and what reviewers wrote in notes; employee numbers in
           alerts and suppressions. Packs handed out are events with action audit.exported, flags handed out flags.exported, erasures person.erased, deletions by age privacy.pruned, names put
           under another key privacy.rekeyed, legal holds privacy.hold_placed and privacy.hold_released. Who looked at a screen or a
           report is not recorded. Kept: names and birth dates until they are erased or their files pruned; list hits ten years at the least; rejected
           rows and reports until they are pruned; events, alerts and decisions for good. "paysieve privacy inventory" prints where the system keeps what.
        """).ReplaceLineEndings("\n") + "\n";
}
