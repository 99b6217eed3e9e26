// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's part about sources and targets.
#include "ui/text/event_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kDatabases = {
    // source
    CatalogueText{"SRC_UNAVAILABLE", QT_TRANSLATE_NOOP("EventText", "Source database is not available"),
                  QT_TRANSLATE_NOOP("EventText", "The source \"%1\" cannot be used: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Check that the database is there and that this program may use it. "
                                                 "Capturing continues from its position as soon as it is back.")},
    CatalogueText{"SRC_TABLE_MISSING", QT_TRANSLATE_NOOP("EventText", "Table does not exist"),
                  QT_TRANSLATE_NOOP("EventText", "The source \"%1\" has no table \"%2\"."),
                  QT_TRANSLATE_NOOP("EventText", "Check the name of the table, or take it out of the dataset.")},
    CatalogueText{"SRC_TABLE_KEYLESS", QT_TRANSLATE_NOOP("EventText", "Table has no key"),
                  QT_TRANSLATE_NOOP("EventText", "The table \"%2\" of the source \"%1\" has no primary key."),
                  QT_TRANSLATE_NOOP("EventText", "Give the table a primary key, or take it out of the dataset.")},
    CatalogueText{"SRC_TABLE_REFUSED", QT_TRANSLATE_NOOP("EventText", "Table cannot be synchronized"),
                  QT_TRANSLATE_NOOP("EventText", "The table \"%2\" of the source \"%1\" cannot be synchronized: %3."),
                  QT_TRANSLATE_NOOP("EventText", "Change the table as described, or take it out of the dataset.")},
    CatalogueText{
        "SRC_POSITION_LOST", QT_TRANSLATE_NOOP("EventText", "Changes are no longer held by the source"),
        QT_TRANSLATE_NOOP("EventText", "Capturing must continue at position %2, but the source \"%1\" only holds "
                                       "changes from %3 on."),
        QT_TRANSLATE_NOOP("EventText", "Initialize the subscriptions of this source again, and let the source "
                                       "keep its changes longer.")},
    CatalogueText{
        "CAP_TRIGGER_OFF", QT_TRANSLATE_NOOP("EventText", "Capture trigger is missing"),
        QT_TRANSLATE_NOOP("EventText", "The trigger \"%2\" in the source \"%1\" was removed or changed; changes may "
                                       "have gone unnoticed."),
        QT_TRANSLATE_NOOP("EventText", "Find out who removed it, register the dataset again to restore it, then "
                                       "run a field level verification.")},
    CatalogueText{"CAP_DRIFT", QT_TRANSLATE_NOOP("EventText", "Table structure has changed"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The table \"%2\" of the source \"%1\" is no longer as it was published: "
                                    "%3."),
                  QT_TRANSLATE_NOOP("EventText", "Change the target in the same way, then initialize the subscription "
                                                 "again, or undo the change at the source.")},
    CatalogueText{
        "SRC_NOT_WAL", QT_TRANSLATE_NOOP("EventText", "Source is not in WAL mode"),
        QT_TRANSLATE_NOOP("EventText", "The source \"%1\" uses the journal mode %2: reading it and writing to it "
                                       "block each other."),
        QT_TRANSLATE_NOOP("EventText", "Switch the database to WAL (PRAGMA journal_mode=WAL), if the systems that "
                                       "use it allow that.")},
    CatalogueText{
        "SRC_ENCODING", QT_TRANSLATE_NOOP("EventText", "Text encoding is not supported"),
        QT_TRANSLATE_NOOP("EventText", "The source \"%1\" is encoded as %2; only UTF-8 can be captured."),
        QT_TRANSLATE_NOOP("EventText", "Convert the database to UTF-8, or publish the data from another one.")},
    CatalogueText{
        "SRC_UNIQUE_INDEX", QT_TRANSLATE_NOOP("EventText", "Table has a further unique index"),
        QT_TRANSLATE_NOOP("EventText", "The table \"%2\" of the source \"%1\" has the unique index \"%3\" beside "
                                       "its primary key. A statement that replaces rows because of it may remove "
                                       "rows without this being captured."),
        QT_TRANSLATE_NOOP("EventText", "Ask whether the application uses REPLACE on this table; if so, run field "
                                       "level verifications regularly.")},
    CatalogueText{"SRC_KEY_COLLATION", QT_TRANSLATE_NOOP("EventText", "Key column has its own collation"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The key column \"%3\" of the table \"%2\" in the source \"%1\" does not "
                                    "compare its values byte by byte: keys that differ only in case count as "
                                    "the same."),
                  QT_TRANSLATE_NOOP("EventText", "Make sure that the target compares this column in the same way.")},
    CatalogueText{
        "SRC_OWN_TRIGGER", QT_TRANSLATE_NOOP("EventText", "Table has triggers of its own"),
        QT_TRANSLATE_NOOP("EventText", "The table \"%2\" of the source \"%1\" has the trigger \"%3\". What it "
                                       "changes is captured as well, in the order in which it happens."),
        QT_TRANSLATE_NOOP("EventText", "Nothing needs to be done at the source. The target must not have the same "
                                       "trigger, or its effect happens twice.")},
    CatalogueText{
        "SRC_PARENT_OUTSIDE", QT_TRANSLATE_NOOP("EventText", "Referenced table is not published"),
        QT_TRANSLATE_NOOP("EventText", "The table \"%2\" of the source \"%1\" refers to the table \"%3\", which is "
                                       "not part of the dataset."),
        QT_TRANSLATE_NOOP("EventText", "Add the referenced table to the dataset, or make sure that the target "
                                       "gets its rows in another way.")},
    CatalogueText{"SRC_INDEX_SKIPPED", QT_TRANSLATE_NOOP("EventText", "Index is not transferred"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The index \"%3\" on the table \"%2\" of the source \"%1\" cannot be created "
                                    "in the target automatically."),
                  QT_TRANSLATE_NOOP("EventText", "Create it in the target by hand if it is needed there.")},
    // source, log route
    CatalogueText{"CAP_SLOT_LOST", QT_TRANSLATE_NOOP("EventText", "The source no longer keeps its log for us"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "\"%2\" in the source \"%1\" is gone or has lost its log. Changes from %3 to %4 "
                                    "cannot be captured any more."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Find out who removed it, or raise max_slot_wal_keep_size. Then load every "
                                    "subscription to the dataset anew: capturing begins again when the last receiver "
                                    "has asked.")},
    CatalogueText{
        "CAP_SLOT_LOW", QT_TRANSLATE_NOOP("EventText", "The source's log may run out"),
        QT_TRANSLATE_NOOP("EventText",
                          "The source of the dataset \"%1\" keeps its log for us in the slot \"%2\" (state: %4). As "
                          "fast as it is written now, it runs out in about %3 hours."),
        QT_TRANSLATE_NOOP("EventText",
                          "Look why changes are not taken: a link or target that is down, a full disk here. Or "
                          "raise max_slot_wal_keep_size at the source. When it has run out, the dataset must "
                          "be loaded again.")},
    CatalogueText{
        "CAP_TIMELINE", QT_TRANSLATE_NOOP("EventText", "The source is another server, or has another history"),
        QT_TRANSLATE_NOOP("EventText",
                          "Changes of the source \"%1\" were read from system and timeline %2. What answers now is "
                          "%3: a server that was promoted, restored or set up anew. Our place in the log "
                          "means nothing there."),
        QT_TRANSLATE_NOOP(
            "EventText",
            "If the old server comes back, register the source again as it was. Else load every subscription "
            "to its datasets anew: when the last receiver has asked, capturing begins at the new server.")},
    CatalogueText{"CAP_LOG_REFUSED", QT_TRANSLATE_NOOP("EventText", "The source's log cannot be read"),
                  QT_TRANSLATE_NOOP("EventText", "The log of the source \"%1\" cannot be read: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Let the administrator of that database change this, or choose "
                                                 "another way of capturing.")},
    // source, routes that look at its tables
    CatalogueText{"SRC_ROUTE_COLUMN", QT_TRANSLATE_NOOP("EventText", "The route cannot read by this column"),
                  QT_TRANSLATE_NOOP("EventText", "The column \"%3\" of the table \"%2\" in the source \"%1\": %4."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Name another column, leave the table out, have the column filled and made NOT "
                                    "NULL at the source, or publish the tables by another route.")},
    CatalogueText{"SRC_ROUTE_SLOW", QT_TRANSLATE_NOOP("EventText", "Each look reads the whole table"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The column by which the table \"%2\" of the source \"%1\" is read has no index: "
                                    "each look for changes reads all of its rows."),
                  QT_TRANSLATE_NOOP("EventText", "Let the administrator of that database run: %3")},
    // source, PostgreSQL
    CatalogueText{"SRC_VERSION", QT_TRANSLATE_NOOP("EventText", "Database version is too old"),
                  QT_TRANSLATE_NOOP(
                      "EventText",
                      "The source \"%1\" runs version %2. Its log can be read from PostgreSQL 14 or MariaDB 10.5 on."),
                  QT_TRANSLATE_NOOP("EventText", "Upgrade that database, or publish the data from another one.")},
    CatalogueText{
        "SRC_STANDBY", QT_TRANSLATE_NOOP("EventText", "Source is a standby server"),
        QT_TRANSLATE_NOOP(
            "EventText", "The source \"%1\" is a standby: it repeats the log of another server and keeps none for us."),
        QT_TRANSLATE_NOOP("EventText", "Register the primary server as the source instead.")},
    CatalogueText{
        "SRC_WAL_LEVEL", QT_TRANSLATE_NOOP("EventText", "Log does not hold the changes of rows"),
        QT_TRANSLATE_NOOP(
            "EventText",
            "The source \"%1\" has wal_level = %2. Rows can be read from its log only with wal_level = logical."),
        QT_TRANSLATE_NOOP("EventText",
                          "Let the administrator run ALTER SYSTEM SET wal_level = logical and restart that server.")},
    CatalogueText{
        "SRC_SLOTS_FULL", QT_TRANSLATE_NOOP("EventText", "No place is left for reading the log"),
        QT_TRANSLATE_NOOP("EventText", "All %3 places that %2 allows at the source \"%1\" are taken."),
        QT_TRANSLATE_NOOP("EventText",
                          "Let the administrator raise %2 and restart that server, or remove what is no longer used.")},
    CatalogueText{"SRC_RIGHTS", QT_TRANSLATE_NOOP("EventText", "A right is missing"),
                  QT_TRANSLATE_NOOP("EventText", "The role %2 at the source \"%1\" may not do what capturing needs."),
                  QT_TRANSLATE_NOOP("EventText", "Let the administrator run: %3")},
    CatalogueText{
        "SRC_COLUMN_UNSUPPORTED", QT_TRANSLATE_NOOP("EventText", "Column cannot be synchronized"),
        QT_TRANSLATE_NOOP(
            "EventText",
            "A column of the table \"%2\" in the source \"%1\" has values that mean nothing in another database: %3."),
        QT_TRANSLATE_NOOP("EventText",
                          "Give the column a type that is built in, or take the table out of the dataset.")},
    CatalogueText{"SRC_KEYLESS_IDENTITY", QT_TRANSLATE_NOOP("EventText", "Table has no key that its log can name"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The table \"%2\" of the source \"%1\" has no usable primary key and its log "
                                    "does not hold whole rows. Publishing it would make its own updates fail."),
                  QT_TRANSLATE_NOOP("EventText", "Give the table a primary key, or run: %3")},
    CatalogueText{"SRC_KEYLESS", QT_TRANSLATE_NOOP("EventText", "Table has no key"),
                  QT_TRANSLATE_NOOP("EventText", "The table \"%2\" of the source \"%1\" has no primary key. Its rows "
                                                 "are found in the target by their whole content, which is slower."),
                  QT_TRANSLATE_NOOP(
                      "EventText", "Nothing needs to be done. A primary key would make changes of this table faster.")},
    CatalogueText{
        "SRC_IDENTITY", QT_TRANSLATE_NOOP("EventText", "Log does not name rows by their key"),
        QT_TRANSLATE_NOOP(
            "EventText",
            "The log of the table \"%2\" in the source \"%1\" does not identify changed rows by their primary key."),
        QT_TRANSLATE_NOOP("EventText", "Let the owner of the table run: %3")},
    CatalogueText{
        "SRC_KEY_ORDER", QT_TRANSLATE_NOOP("EventText", "Reading the table in key order is slow"),
        QT_TRANSLATE_NOOP("EventText", "The key of the table \"%2\" in the source \"%1\" is text that this database "
                                       "sorts in its own language's order. Both ends compare keys byte by byte, so "
                                       "each part that a verification reads is sorted out of the whole table."),
        QT_TRANSLATE_NOOP("EventText", "Where verifications take too long, let the owner of the table run: %3")},
    CatalogueText{"SRC_UNSAFE_SETTING", QT_TRANSLATE_NOOP("EventText", "Source may lose changes in a power cut"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The source \"%1\" runs with %2 = off. After a power cut it may have lost "
                                    "changes that were sent already, and source and target then differ."),
                  QT_TRANSLATE_NOOP("EventText", "Let the administrator set %2 = on.")},
    CatalogueText{
        "SRC_LOG_UNLIMITED", QT_TRANSLATE_NOOP("EventText", "Kept log may fill the source's disk"),
        QT_TRANSLATE_NOOP("EventText",
                          "The source \"%1\" keeps its log for as long as this node has not read it, without a limit. "
                          "If this node is away for long, the disk of that server may fill."),
        QT_TRANSLATE_NOOP("EventText", "Let the administrator set max_slot_wal_keep_size to what the disk can spare, "
                                       "and remove the dataset here before this node is taken away for good.")},
    CatalogueText{
        "ODBC_DRIVER", QT_TRANSLATE_NOOP("EventText", "ODBC driver or data source is not there"),
        QT_TRANSLATE_NOOP("EventText", "The database \"%1\" is reached through ODBC, and the driver manager says: %2."),
        QT_TRANSLATE_NOOP(
            "EventText",
            "Install the database's ODBC driver on this node's machine, and name it in the location as the "
            "driver manager lists it: \"odbcinst -q -d\" on Linux, ODBC Data Sources on Windows.")},
    CatalogueText{
        "ODBC_UNTRIED", QT_TRANSLATE_NOOP("EventText", "Dialect was not run against a real server"),
        QT_TRANSLATE_NOOP("EventText", "The source \"%1\" is read by the dialect for %2, which was written without "
                                       "such a server at hand and never run against one."),
        QT_TRANSLATE_NOOP("EventText",
                          "Try it with a copy of the tables first, verify what arrives field by field, and mend the "
                          "dialect file where it does not fit: docs/odbc.md says how.")},
    CatalogueText{"ODBC_SETTING", QT_TRANSLATE_NOOP("EventText", "Source cannot be read as its dialect asks"),
                  QT_TRANSLATE_NOOP("EventText", "At the source \"%1\" the setting %2 is \"%3\". The dialect needs it "
                                                 "otherwise, so that all tables are read as of one moment."),
                  QT_TRANSLATE_NOOP("EventText", "Let the administrator run: %4")},
    CatalogueText{"SRC_SETTING", QT_TRANSLATE_NOOP("EventText", "Source does not log rows as they are needed"),
                  QT_TRANSLATE_NOOP("EventText", "The source \"%1\" runs with %2 = %3. The changes of rows can be read "
                                                 "from its log only when it names every row whole."),
                  QT_TRANSLATE_NOOP("EventText", "Let the administrator run: %4")},
    CatalogueText{
        "SRC_LOG_RETENTION", QT_TRANSLATE_NOOP("EventText", "Source keeps its log for a short time"),
        QT_TRANSLATE_NOOP("EventText",
                          "The source \"%1\" deletes its binary log after %2 hours, whether it was read or not. If "
                          "this node or the link is down for longer, the tables have to be loaded anew."),
        QT_TRANSLATE_NOOP("EventText",
                          "Let the administrator raise binlog_expire_logs_seconds, to a week for example.")},
    // target
    CatalogueText{"TGT_UNAVAILABLE", QT_TRANSLATE_NOOP("EventText", "Target database is not available"),
                  QT_TRANSLATE_NOOP("EventText", "The target \"%1\" cannot be used: %2."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Check that the database is there and that this program may write to it. "
                                    "Loading continues from its checkpoint as soon as it is back.")},
    CatalogueText{
        "TGT_VERSION", QT_TRANSLATE_NOOP("EventText", "Target is older than what was tried"),
        QT_TRANSLATE_NOOP("EventText",
                          "The target \"%1\" is version %2. This program was tried with PostgreSQL 14 and later."),
        QT_TRANSLATE_NOOP("EventText", "Try it with a copy first, or update the server.")},
    CatalogueText{"TGT_STANDBY", QT_TRANSLATE_NOOP("EventText", "Target is a standby server"),
                  QT_TRANSLATE_NOOP("EventText", "The target \"%1\" is a standby: nothing can be written there."),
                  QT_TRANSLATE_NOOP("EventText", "Register the primary server as the target.")},
    CatalogueText{"TGT_ENCODING", QT_TRANSLATE_NOOP("EventText", "Target cannot store every character"),
                  QT_TRANSLATE_NOOP("EventText", "The target \"%1\" is encoded in %2. A row with a character that this "
                                                 "encoding has not is refused when it comes."),
                  QT_TRANSLATE_NOOP("EventText", "Use a database with UTF-8 where names may hold rare characters.")},
    CatalogueText{"TGT_RIGHTS", QT_TRANSLATE_NOOP("EventText", "A right is missing"),
                  QT_TRANSLATE_NOOP("EventText", "The role %2 at the target \"%1\" may not do what loading needs."),
                  QT_TRANSLATE_NOOP("EventText", "Let the administrator run: %3")},
    CatalogueText{
        "TGT_TRIGGERS_FIRE", QT_TRANSLATE_NOOP("EventText", "Target's triggers fire"),
        QT_TRANSLATE_NOOP("EventText",
                          "The role %2 may not switch off the triggers of the target \"%1\": they fire for rows that "
                          "come from the source, references are checked row by row, and loading takes longer."),
        QT_TRANSLATE_NOOP("EventText",
                          "Where that is not wanted, let the administrator run (PostgreSQL 15 and later): %3")},
    CatalogueText{
        "TGT_UNSAFE_SETTING", QT_TRANSLATE_NOOP("EventText", "Target may lose rows in a power cut"),
        QT_TRANSLATE_NOOP(
            "EventText",
            "The target \"%1\" runs with %2 = off. After a power cut it may have lost rows that count as applied."),
        QT_TRANSLATE_NOOP("EventText", "Let the administrator set %2 = on.")},
    CatalogueText{
        "RGT_REFUSED", QT_TRANSLATE_NOOP("EventText", "Rights were not given"),
        QT_TRANSLATE_NOOP("EventText", "The database \"%1\" refused %2: %3. Nothing was changed."),
        QT_TRANSLATE_NOOP("EventText",
                          "Name an administrator who may do that, or send the statements to the one who may.")},
    CatalogueText{
        "TGT_NOT_EMPTY", QT_TRANSLATE_NOOP("EventText", "Target table is not empty"),
        QT_TRANSLATE_NOOP("EventText", "The table \"%2\" of the target \"%1\" already holds rows (%3) that did not "
                                       "come from this subscription."),
        QT_TRANSLATE_NOOP("EventText", "Empty the table, choose another target, or let the subscription replace "
                                       "the rows of its target.")},
    CatalogueText{"TGT_STRUCTURE", QT_TRANSLATE_NOOP("EventText", "Target table does not fit"),
                  QT_TRANSLATE_NOOP("EventText", "The table \"%2\" of the target \"%1\" differs from the source: %3."),
                  QT_TRANSLATE_NOOP("EventText", "Change the table of the target so that it fits, then resume the "
                                                 "subscription.")},
    CatalogueText{"TGT_TYPE", QT_TRANSLATE_NOOP("EventText", "Target cannot have a column"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The table \"%2\" has columns that the target \"%1\", a database of another kind, "
                                    "cannot have: %3."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Leave these columns out of the subscription (\"--columns\"), or change their "
                                    "types at the source. The page on types says which have a counterpart.")},
    CatalogueText{"TGT_VALUE", QT_TRANSLATE_NOOP("EventText", "Target cannot hold a value"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The row with key %2 in the table \"%1\" has a value in the column \"%3\" that the "
                                    "target cannot hold as it is: %4. Nothing of the row was written."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Mend the value at the source and load the data again, or leave the column out "
                                    "of the subscription (\"--columns\").")},
    CatalogueText{
        "TGT_ROW_LARGE", QT_TRANSLATE_NOOP("EventText", "Row is too large for a stream"),
        QT_TRANSLATE_NOOP("EventText", "The row with key %2 in the table \"%1\" was not transferred, because of its "
                                       "columns %3: it has %4. Nothing of it was written."),
        QT_TRANSLATE_NOOP("EventText", "Send such values as files (a task that exports the table, \"--large\"), or "
                                       "leave the columns out of the subscription (\"--columns\"). With "
                                       "\"--on-row-error setAside\" the stream goes on, and the row is listed.")},
    CatalogueText{"TGT_LARGE_COLUMN", QT_TRANSLATE_NOOP("EventText", "Target has no column for large values"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The table \"%2\" of the target \"%1\" has no column \"%3\" of a fitting type, "
                                    "into which its large values are to be written."),
                  QT_TRANSLATE_NOOP("EventText", "Add the column, which must take NULL, and resume the subscription: "
                                                 "%4")},
    CatalogueText{
        "TGT_CONFLICT", QT_TRANSLATE_NOOP("EventText", "Row in the target is not as expected"),
        QT_TRANSLATE_NOOP("EventText", "The row with key %2 in the table \"%1\" is not as the source says: %3 (%4). "
                                       "Probably someone else changed the target."),
        QT_TRANSLATE_NOOP("EventText", "Mend the row or the table and resume the subscription, or let it set such rows "
                                       "aside (\"--on-row-error\", \"--on-conflict\"). Find out who else writes to "
                                       "this table.")},
    CatalogueText{
        "TGT_SET_ASIDE", QT_TRANSLATE_NOOP("EventText", "Rows were set aside"),
        QT_TRANSLATE_NOOP("EventText", "The target of \"%1\" did not take some rows; set aside: %2. All others "
                                       "were applied."),
        QT_TRANSLATE_NOOP("EventText", "Look at them (\"exceptions list\"), mend what they say, and let them be "
                                       "sent again (\"exceptions resend\") or dismiss them.")},
    CatalogueText{"TGT_CONFLICTS_OPEN", QT_TRANSLATE_NOOP("EventText", "Conflicts wait for a decision"),
                  QT_TRANSLATE_NOOP("EventText", "Rows of \"%1\" were changed at the target as well; waiting: %2. The "
                                                 "target's rows stay as they are until then."),
                  QT_TRANSLATE_NOOP("EventText", "Look at them (\"exceptions list\") and decide for each which side is "
                                                 "right (\"conflicts resolve\").")},
    CatalogueText{
        "TGT_PARKED", QT_TRANSLATE_NOOP("EventText", "Table is parked"),
        QT_TRANSLATE_NOOP("EventText", "The changes of the table \"%2\" of \"%1\" wait in the target, the other "
                                       "tables go on: %3."),
        QT_TRANSLATE_NOOP("EventText", "Change the table of the target so that it fits. It goes on by itself, "
                                       "or at once with \"subscription unpark\".")},
    CatalogueText{"FLT_STATE", QT_TRANSLATE_NOOP("EventText", "This is over, or of another kind"),
                  QT_TRANSLATE_NOOP("EventText", "The exception %1 is %2; it must be %3 for this."),
                  QT_TRANSLATE_NOOP("EventText", "Look at it with \"exceptions show\".")},
    CatalogueText{"TGT_CHECKPOINT", QT_TRANSLATE_NOOP("EventText", "Checkpoint in the target is not usable"),
                  QT_TRANSLATE_NOOP("EventText", "The checkpoint in the target \"%1\" is not usable: %2."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "If the target was restored from a backup, initialize the subscription "
                                    "again.")},
    CatalogueText{"TGT_QUALITY", QT_TRANSLATE_NOOP("EventText", "Quality check failed"),
                  QT_TRANSLATE_NOOP("EventText", "After the initial load, the rows of \"%1\" did not pass: %2."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Find out why. Then accept the rows as they are and verify and repair them while "
                                    "it goes on, or load the subscription again (\"subscription reload\").")},
};

} // namespace

std::span<const CatalogueText> databaseTexts()
{
    return kDatabases;
}

} // namespace busheng
