"""What each place is for and where one goes from it: what F1 says there, in two or three sentences."""

from collections.abc import Mapping

from desktop.base.text import N_

PLACE_HELP: Mapping[str, str] = {
    "today": N_(
        "Today lists what waits for you, the most urgent first, then what others have to do. A line opens the place "
        "where it is done."
    ),
    "tasks": N_(
        "Everything that is to be done by a day: conditions, measures, questions to find out, promises, reminders. A "
        "line opens the place where it is done; the list can be sorted, printed and saved as a table."
    ),
    "search": N_(
        "Everything that holds the words typed in the box above: partners, persons, contacts, cases, agreements, "
        "papers, contributions, offers, tasks. A line opens the very place; what is archived comes last."
    ),
    "look_up": N_(
        "Whether a name is on a sanctions list, without making a partner of it. Type a name in any letters, or paste "
        "several, one a line. It is no due diligence: who becomes a partner is screened with everybody behind it. This "
        "computer remembers who searched what for a time."
    ),
    "partners": N_(
        "Every company, foundation or association of this office. Type a part of a name, or narrow the list; a line "
        "opens its partner."
    ),
    "add_partner": N_(
        "Name and country are enough to begin. While you type, partners of a like name are shown, so that none is "
        "registered twice."
    ),
    "partner_import": N_(
        "The table in which your office kept its partners, its agreements or its contributions until now, or an "
        "activity file of IATI that a partner publishes. Nothing is written before you have seen what would become of "
        "each line, and an import can be rolled back."
    ),
    "elsewhere": N_(
        "Who else in IOM knows a company: the partners of the other offices, as the last return of Headquarters told "
        "of them. Type a part of a name; a line begins a partner of your own with that name."
    ),
    "same_companies": N_(
        "Records of two offices that may be one company and that no number decides, the likeliest first. A line opens "
        "both side by side, where you say whether they are one."
    ),
    "same_company": N_(
        "Two offices’ records fact by fact. Say whether they are one company, and why: the offices read it in their "
        "next return, no record of theirs is changed, and a ruling can be taken back."
    ),
    "merge_partners": N_(
        "Two records of one partner become one: choose what the partner says where the two differ. Nothing is moved or "
        "deleted, and a merge can be undone."
    ),
    "partner": N_(
        "Everything about one partner. The box “Next step” says what has to be done now; facts and persons can be "
        "corrected here, and each change can be undone."
    ),
    "partnership": N_(
        "What you want to do together: aims, contributions, duration. Due diligence and agreement take their facts "
        "from here."
    ),
    "pipeline": N_(
        "Every partnership by its stage. Arrows go from card to card; Ctrl and an arrow moves one, or says what lacks. "
        "N plans what is next, X stops a partnership with a reason, V turns to the list."
    ),
    "pipeline_figures": N_(
        "How many partnerships stand at each stage, and what they are planned to be worth. Enter on a stage or a bar "
        "opens its partnerships; T is the table of a chart."
    ),
    "offers": N_(
        "What companies and people offer: those that wait for an answer, and those that stand by until a crisis comes. "
        "Narrow the list by what, where and within how long."
    ),
    "offer": N_(
        "One offer: recorded in two minutes, then taken up as a partnership, in an emergency on the fast track, or "
        "declined with a reason and a letter."
    ),
    "diligence": N_(
        "The due diligence of one partnership: its sections, what is missing, and your opinion for the person who "
        "decides."
    ),
    "question": N_(
        "One question at a time. Answer, attach the document that shows it, or say who will find out. “Why this "
        "question?” stands beside it or below."
    ),
    "company_form": N_(
        "The questions that the partner answers itself, as a PDF to fill in or an XLSForm. What comes back is shown "
        "before it is recorded; a blank erases nothing."
    ),
    "findings": N_(
        "The adverse facts of the case, the gravest first, and the searches of the press and the web, those that found "
        "nothing too. A finding counts at the question that it touches."
    ),
    "finding": N_(
        "One adverse fact: what happened, who says so, how far the matter has come and how grave it is. What it makes "
        "of the level stands beside it."
    ),
    "risks": N_(
        "Why the level of the case is what it is and what would change it, the three tests of ¶22 apart, and the risk "
        "register of the partnership: what is done against each risk, by whom, by which day, by which clause."
    ),
    "answers": N_("Every answer of the case in words. A line opens its very question, which leads back here."),
    "coverage": N_(
        "Every principle of the reference texts, with the questions that cover it, their answers and evidence, and "
        "what lacks. A line opens its principle; the annex prints the whole."
    ),
    "principle": N_("One principle in this case: what it asks, the answers that speak of it, and what lacks."),
    "clause": N_(
        "One clause of the library as agreements have it, in three languages: when it is there, what is filled in and "
        "what may be changed. Its words are changed in an agreement, not here."
    ),
    "references": N_(
        "What the questionnaire rests on, in short and readable without the Internet. Each text names its source."
    ),
    "letters": N_(
        "The letters that go with what was decided on a case. They give no reason and name no list; read them before "
        "you sign."
    ),
    "remedy": N_(
        "The ad hoc collaboration of ¶23: its milestones, what the verifier saw, and where it stands. A milestone that "
        "is missed can be reached for some days more; then the collaboration ends."
    ),
    "renewal": N_(
        "The answers of the case before, one at a time: still true, or answered anew. Nothing counts before that; at "
        "the end stands what is not as it was."
    ),
    "incident": N_(
        "What happened to a partner after its decision: recorded in a minute, it freezes at once what its kind says. "
        "Here stands who is told, who may lift it, and the way back or out."
    ),
    "signed_before": N_(
        "Everything that was agreed before the program was at work: what it is, when it was signed, by when due "
        "diligence must be made, whether its scan is here. Narrow, sort, print or export it; a line opens one."
    ),
    "earlier": N_(
        "An agreement that was signed before the office worked with the program: its day, its scan, and the day by "
        "which due diligence must be made. It is counted, and nothing is signed or received through it before."
    ),
    "earlier_gift": N_(
        "What a partner gave before the office worked with the program. It is counted in its year and shown as given "
        "before; no receipt is made of it."
    ),
    "arrival": N_(
        "What a partner gives counts when it has arrived: say what came, on which day and what it is worth. The "
        "receipt for the partner lies on its page."
    ),
    "mutual_benefit": N_(
        "What each party of a partnership brings and gains, and which risks and responsibilities it takes; what "
        "migrants gain. The brief and the agreement read it, and it prints."
    ),
    "hand_over": N_(
        "Everything that one officer holds: partners, cases, partnerships, offers, promises, tasks. Write how things "
        "stand, choose who goes on, and hand it over as one deed, which can be undone. The note prints."
    ),
    "meeting": N_(
        "One contact with a partner: with whom, what was said, who does what by when. A line with a day comes to "
        "Today; the record goes to Headquarters and prints."
    ),
    "kit": N_(
        "What the office says of each theme of the strategy: messages for colleagues, a sheet for a partner, a note "
        "before a meeting. Change the texts before you hand the paper out; the figures are those of the office."
    ),
    "briefing": N_(
        "The note before a meeting: type why you meet and the points to raise; the program adds who they are, what was "
        "promised, what is open, and what not to say."
    ),
    "screening": N_(
        "The partner’s names are compared with the sanctions lists. Each name that is alike is judged by facts, and "
        "your reason is kept."
    ),
    "decisions": N_("What has been handed over for decision, and what was decided last."),
    "decision": N_(
        "The case on one page, then the decision. Only whoever has the authority for this level of risk can seal it."
    ),
    "paper_decision": N_(
        "For a decider who signs in ink: the brief is printed and signed, one officer enters the sheet with its scan, "
        "a second one confirms it. A case that changed since the print is refused."
    ),
    "legal_opinion": N_(
        "A question to Legal Affairs about a case or a draft agreement. It goes with the next bundle and is answered "
        "at Headquarters; what Legal Affairs did not clear is neither approved nor made final."
    ),
    "deputies": N_(
        "Whoever decides names a deputy for an absence, sealed with a passphrase. It ends by itself; both names stand "
        "on every decision that the deputy takes."
    ),
    "carry": N_(
        "A case goes to another laptop of the office in one file on a stick, and another file brings its decision "
        "back. A laptop hands over all that it holds in the same way, from “Send and receive”. Nothing of a file is "
        "applied before you say so."
    ),
    "agreements": N_("Every agreement of this office, with its stage and its end. A line opens its plan."),
    "agreement": N_(
        "Six steps from the type of agreement to the signed pack. The plan says what each of them still lacks; nothing "
        "becomes final before a favourable decision."
    ),
    "new_agreement": N_(
        "The program proposes a type of agreement from the partnership and says why; you may choose another one."
    ),
    "sync": N_(
        "What this office did goes to Headquarters in a bundle, by stick or e-mail; what "
        "Headquarters answers is imported here. Handed over does not mean received: only its "
        "receipt proves it."
    ),
    "send": N_("A bundle in four steps: seal it, save it, hand it over, wait for the receipt."),
    "receive": N_("What a return from Headquarters holds, before and after it is imported."),
    "disagreements": N_("Where two laptops wrote different things, you choose which one holds. Nothing is lost."),
    "hq_keys": N_(
        "The keys with which Headquarters signs and opens: the list that two of its three root keys signed, and the "
        "offices that have not heard of it. A button leads through each change, holder by holder."
    ),
    "hq_key_deed": N_(
        "One key after the other: each holder plugs in a stick and types its passphrase. Nothing is changed before "
        "the last step, which signs the new list; whoever leaves earlier has changed nothing."
    ),
    "hq_arrivals": N_(
        "Every file that arrived, the last one first, also those that were refused or set aside, each with its reason "
        "and what to do. Drop a bundle or a folder of bundles here to import it; the filters leave what needs a look."
    ),
    "hq_map": N_(
        "The offices by country, each with a sign whose shape says how it stands. The arrows go from one to the next, "
        "Enter opens it, T shows the list."
    ),
    "hq_office": N_(
        "Where one office stands: what has arrived and what is missing, its laptops with their lists and versions, "
        "what it asks of Headquarters, every file that came. Its return is written here, due or not."
    ),
    "hq_laptops": N_(
        "Every laptop that Headquarters authorized, with what was received of it. Enter opens one: a lost or stolen "
        "laptop is withdrawn there."
    ),
    "contents": N_(
        "The questionnaire, clauses, limits and other rules of Headquarters with which this office works. A newer "
        "version waits here with what changes in it, and is applied whole. A newer version of the program comes in a "
        "file ending in .update: who signed it and what is new are shown here, and it is used from the next start on."
    ),
    "hq_contents": N_(
        "Changed rules and templates, a sanctions list or rates with which Headquarters works: what changes is shown "
        "here, and whom it touches. One person prepares a version, a second one releases it; then it goes to every "
        "office, and only a newer one replaces it."
    ),
    "hq_laptop": N_(
        "A lost or stolen laptop is withdrawn after the last change that counts. What it sends later is kept aside "
        "and shown here; somebody who asked the office may import it up to a change."
    ),
    "hq": N_(
        "Bundles from the offices are imported here, checked, and answered with returns. The list says where each "
        "office stands; the filters leave a region, or those that need a look. Enter opens one."
    ),
    "hq_enrol": N_("A laptop asks to be authorized by a file; compare the words by telephone before you accept."),
    "list_columns": N_("A table that the program does not know: say once what its columns hold."),
    "lists": N_(
        "The sanctions lists on this computer and how old they are. A newer file, or what Headquarters sent, is "
        "examined before it is used. Below stand the United Nations rates of exchange, month by month; an older file "
        "fills the months that lack."
    ),
    "settings": N_("Language, look and text size of this computer; then the office, its users and its backups."),
    "people": N_("Who opens this office, and what each of them may do."),
    "focal_points": N_(
        "Who is the focal point of the office, since when and until when, and who stands in; what each still has to be "
        "trained in. Headquarters sees which offices have none."
    ),
    "focal_point": N_(
        "One focal point or substitute, with its days. Write the last day once it is over: what was stays on record."
    ),
    "trainings": N_(
        "Who was trained, when and in what, and until when that holds. Officers who were never trained come first."
    ),
    "training": N_(
        "One training: who, in what, on which day, by whom. Drop its certificate on the page once it is recorded."
    ),
    "indicators": N_(
        "The thirteen indicators of the strategy and the five per cent, for a year or since 2016. Enter on a figure "
        "opens every record behind it, and those that are not counted with the reason."
    ),
    "pillars": N_(
        "The six pillars of paragraph 30 with what the records say of each, the revisions of the strategy and what "
        "other organizations published. Ctrl+P shows it as paper; a peer’s total is entered with its source."
    ),
    "audit": N_(
        "A sample of what was received, drawn so that anybody draws it again; a line follows one contribution to the "
        "agreement, the decision and the evidence. A sealed copy takes all of it along."
    ),
    "trail": N_(
        "One contribution from its receipt to its evidence, with what is proved of each step here. A line opens the "
        "record."
    ),
    "reports": N_(
        "Reports for a period, in French, English or Spanish. The arrows say what each contains, Enter shows it as "
        "paper; it is saved as PDF, as a workbook, as CSV or as JSON. Every format has the numbers of the screens."
    ),
    "indicator": N_(
        "How a figure is counted, which records it is made of, and which are not counted and why. Enter opens a "
        "record; T turns a chart into its table, Ctrl+Shift+C copies it."
    ),
    "register": N_(
        "What the transparency register says to Member States, to the public or inside IOM: exactly what would leave, "
        "what is hidden by which rule, what changed since the last edition. Who may seals a numbered edition here."
    ),
    "members_view": N_(
        "What Member States read, by country, region, target group, theme or year: only what stands in a sealed "
        "edition. A line shows the published rows behind its number, and a row what it says."
    ),
    "register_row": N_(
        "One partnership as an audience reads it, field by field: what leaves, and what is hidden with its rule, its "
        "reason and its day. What is wrong is corrected on the page of the partnership."
    ),
    "periods": N_(
        "The years and halves of years whose figures are signed off. Enter opens one; in the second list Enter puts "
        "the figures of a period forward, and somebody else signs them."
    ),
    "period": N_(
        "The figures of a period as they were signed, restated and as they are now. Nothing is locked by a signature: "
        "a correction is seen at once and restated with its reason. Ctrl+P prints the sheet."
    ),
    "members_question": N_(
        "What a Member State asked about a sealed edition, and what it was answered: both stay with the edition. Name "
        "the State, never a person. Ctrl+Enter records it; what was recorded can be taken back."
    ),
    "narrative": N_(
        "What the office achieved in a period, its difficulties and what comes next, in its own words: shown in its "
        "report and in that of Headquarters. Ctrl+Enter records it; what was recorded can be taken back."
    ),
    "edition": N_(
        "A sealed edition is never changed. A line saves its files as they were sealed; what was wrong in it is "
        "corrected by a new edition that names it."
    ),
    "strategy_figures": N_(
        "What Headquarters sets for the strategy: targets by year for IOM, a region or an office, baselines, the "
        "budget of IOM. A line opens it to correct it; the offices that it concerns hear of it with their next return."
    ),
    "strategy_figure": N_(
        "A number with the document it stands in. Ctrl+Enter records it; a correction keeps the former number in its "
        "history, and what was recorded by mistake can be taken back."
    ),
    "budget": N_(
        "The budget of the office for a year and the document it stands in: the share of the private sector is "
        "computed against it."
    ),
    "contributions": N_(
        "Every promise and every receipt, with the sums of what is shown in US dollars. Ctrl+R records what arrived of "
        "the row, Ctrl+Shift+V its value, Ctrl+D promises the same again."
    ),
    "promise": N_("Who promises what, and by when. It counts when it has arrived."),
    "contribution": N_(
        "One contribution with its life: promise, parts, refunds. Its value says how it was found and who read it."
    ),
    "contribution_step": N_("One step of a contribution: a day, an amount or a reason. Ctrl+Enter records it."),
    "valuation": N_(
        "Four short pages: what it is, how its value was found, the papers and the range, who reads it a second time. "
        "What was typed stays until the value is recorded."
    ),
    "costs": N_(
        "What the private-sector function costs in a year: hours and dollars by month and source, dearest partners. "
        "Headquarters sees it by office and region. Ctrl+P shows it as a sheet."
    ),
    "cost_entries": N_("Every entry of a year. Narrow it by who pays and what for; a line opens the entry."),
    "cost": N_(
        "Hours or an amount, what for, who pays: half a minute. The dollars follow from the United Nations rate in "
        "use; where there is none, type them."
    ),
    "activities": N_(
        "Campaigns, projects, studies that partners take part in, and what each lacks before it counts (¶29 a, d). "
        "Narrow them by kind, year and state; a line opens one."
    ),
    "activity": N_(
        "One activity: what, with whom, where, when. Drop on the page what shows it. A translation or a later edition "
        "of a study names the first one: both count once."
    ),
    "innovations": N_(
        "Solutions, techniques, approaches that came of partnerships (¶29 b): how far each is, which offices took it "
        "up, how many persons it assisted."
    ),
    "innovation": N_(
        "One innovation with the day of each stage. Below stand the offices that took it up and the persons whom it "
        "assisted; the buttons add to them."
    ),
    "replication": N_("Which other office uses the innovation, and since which day."),
    "delivery_risks": N_(
        "What may go wrong in partnerships under way, the gravest first, and what should have been looked at again. "
        "Narrow them by state and level; a line opens one."
    ),
    "delivery_risk": N_(
        "One risk: why, with which effect, how likely and how grave, what is done, who watches it, and when it is "
        "looked at again. It comes about or is closed with a reason, and stays on record."
    ),
    "lessons": N_(
        "What partnerships taught, by theme (¶30 f). What was only typed when one was closed waits to be completed. A "
        "line opens one."
    ),
    "lesson": N_(
        "What one partnership taught: what worked, what did not, for whom it is of use. One sentence is enough; say "
        "whether it may be shared."
    ),
    "visibility": N_(
        "Where partners show the name or emblem of IOM, and IOM theirs (¶24, ¶30 c): what hangs beyond its day and "
        "what nobody approved come first. Narrow them by state; a line opens one."
    ),
    "visibility_use": N_(
        "One name or emblem on one thing: whose, where, by whose approval, until when. Drop on the page the approval, "
        "and the photograph that shows it was taken down."
    ),
    "assisted": N_(
        "How many persons were assisted, how you know, and when. Groups by sex, age and category may stay empty. Of "
        "several numbers for one thing only the highest counts, unless these are other persons."
    ),
    "export": N_(
        "Everything that the office holds, written into a folder that can be read without this program. It is never "
        "written by itself, and whoever has the folder reads everything in it."
    ),
    "backups": N_(
        "The first start of each day and each import make a backup, Ctrl+Shift+B makes one more. Here you choose a "
        "second place, test that the newest one restores, or put one back. Attached files lie beside the backups, each "
        "once; what you save to a stick is whole in one file."
    ),
}
