// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/event_catalogue.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <string_view>

namespace busheng {
namespace {

constexpr std::array kCatalogue = {
    // configuration and command line
    CatalogueText{"CFG_UNREADABLE", QT_TRANSLATE_NOOP("EventText", "File cannot be read"),
                  QT_TRANSLATE_NOOP("EventText", "%1 could not be read: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Check that the file exists and that this program may read it.")},
    CatalogueText{"CFG_SYNTAX", QT_TRANSLATE_NOOP("EventText", "File has a syntax error"),
                  QT_TRANSLATE_NOOP("EventText", "%1 is not valid at %2: %3."),
                  QT_TRANSLATE_NOOP("EventText", "Correct the file at that place and try again.")},
    CatalogueText{"CFG_UNKNOWN_KEY", QT_TRANSLATE_NOOP("EventText", "Unknown setting"),
                  QT_TRANSLATE_NOOP("EventText", "%1 contains \"%2\", which is not a setting."),
                  QT_TRANSLATE_NOOP("EventText", "Did you mean \"%3\"? Correct the name, or remove the setting."),
                  QT_TRANSLATE_NOOP("EventText", "Correct the name, or remove the setting.")},
    CatalogueText{"CFG_MISSING_KEY", QT_TRANSLATE_NOOP("EventText", "Setting is missing"),
                  QT_TRANSLATE_NOOP("EventText", "%1 does not contain \"%2\", which is required."),
                  QT_TRANSLATE_NOOP("EventText", "Add \"%2\" and try again.")},
    CatalogueText{"CFG_BAD_VALUE", QT_TRANSLATE_NOOP("EventText", "Value is not valid"),
                  QT_TRANSLATE_NOOP("EventText", "In %1, \"%2\" has the value \"%3\"."),
                  QT_TRANSLATE_NOOP("EventText", "Change it to what is expected here: %4."),
                  QT_TRANSLATE_NOOP("EventText", "Change it to a value that is allowed here.")},
    CatalogueText{"CFG_BAD_PATH", QT_TRANSLATE_NOOP("EventText", "Path cannot be used"),
                  QT_TRANSLATE_NOOP("EventText", "The path \"%2\" given for \"%1\" cannot be used: %3."),
                  QT_TRANSLATE_NOOP("EventText", "Choose a path that exists and that this program may use.")},
    CatalogueText{"CFG_MISSING_CERT", QT_TRANSLATE_NOOP("EventText", "Certificate is missing"),
                  QT_TRANSLATE_NOOP("EventText", "There is no certificate at %1."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Put the certificate that your authority issued for this node there, or "
                                    "correct the path in the configuration.")},
    CatalogueText{"CFG_BAD_CERT", QT_TRANSLATE_NOOP("EventText", "Certificate cannot be used"),
                  QT_TRANSLATE_NOOP("EventText", "The certificate or key at %1 cannot be used: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Replace it with the certificate and private key that your authority "
                                                 "issued for this node.")},
    CatalogueText{"CFG_PORT_TAKEN", QT_TRANSLATE_NOOP("EventText", "Address is already in use"),
                  QT_TRANSLATE_NOOP("EventText", "This node cannot listen on %1: another program does so already."),
                  QT_TRANSLATE_NOOP("EventText", "Stop that program, or choose another listen address in the "
                                                 "configuration.")},
    CatalogueText{"CFG_NAME_TAKEN", QT_TRANSLATE_NOOP("EventText", "Name is already taken"),
                  QT_TRANSLATE_NOOP("EventText", "The name \"%2\" is already used by another %1."),
                  QT_TRANSLATE_NOOP("EventText", "Choose another name, or remove the existing one first."), nullptr,
                  true},
    CatalogueText{"CFG_NOT_FOUND", QT_TRANSLATE_NOOP("EventText", "Not found"),
                  QT_TRANSLATE_NOOP("EventText", "There is no %1 named \"%2\"."),
                  QT_TRANSLATE_NOOP("EventText", "Check the name; \"status\" lists what exists on this node."), nullptr,
                  true},
    CatalogueText{"CFG_IN_USE", QT_TRANSLATE_NOOP("EventText", "Still in use"),
                  QT_TRANSLATE_NOOP("EventText", "The %1 \"%2\" is still used by %3."),
                  QT_TRANSLATE_NOOP("EventText", "Remove %3 first, then try again."), nullptr, true},
    CatalogueText{"CFG_USAGE", QT_TRANSLATE_NOOP("EventText", "Command line is not valid"),
                  QT_TRANSLATE_NOOP("EventText", "%1."),
                  QT_TRANSLATE_NOOP("EventText", "Run the command with --help to see how it is used.")},
    CatalogueText{"AGT_DUPLICATE", QT_TRANSLATE_NOOP("EventText", "Node is already running"),
                  QT_TRANSLATE_NOOP("EventText", "The data directory %1 is in use by process %2."),
                  QT_TRANSLATE_NOOP("EventText", "Use the running node, or stop it first. Each node needs a data "
                                                 "directory of its own.")},
    CatalogueText{"AGT_NOT_RUNNING", QT_TRANSLATE_NOOP("EventText", "Node is not running"),
                  QT_TRANSLATE_NOOP("EventText", "No node is running on the data directory %1."),
                  QT_TRANSLATE_NOOP("EventText", "Start the node service or the console, then try again.")},
    CatalogueText{"AGT_WORKER_DIED", QT_TRANSLATE_NOOP("EventText", "Part of the engine has stopped"),
                  QT_TRANSLATE_NOOP("EventText", "The worker \"%1\" stopped because of an internal error."),
                  QT_TRANSLATE_NOOP("EventText", "Restart the node: work goes on from the last checkpoint and nothing "
                                                 "acknowledged is lost. If it happens again, send the details to "
                                                 "support.")},
    // disks
    CatalogueText{"DSK_FULL", QT_TRANSLATE_NOOP("EventText", "Disk is full"),
                  QT_TRANSLATE_NOOP("EventText", "There is no space left for %1 (%2). Work that needs it is paused."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Free some space on that disk. Work continues by itself as soon as there "
                                    "is room; nothing is lost.")},
    CatalogueText{"DSK_QUOTA", QT_TRANSLATE_NOOP("EventText", "Storage limit is reached"),
                  QT_TRANSLATE_NOOP("EventText", "%1 has reached its limit of %2. The stage before it waits."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Find out why the next stage is slower (link or target database), or "
                                    "raise the limit. Work continues by itself as soon as there is room.")},
    CatalogueText{"DSK_ERROR", QT_TRANSLATE_NOOP("EventText", "Disk error"),
                  QT_TRANSLATE_NOOP("EventText", "Reading or writing %1 failed: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Check the disk, whether it is mounted, and the permissions of that "
                                                 "path.")},
    CatalogueText{"SPL_CORRUPT", QT_TRANSLATE_NOOP("EventText", "Stored data is damaged"),
                  QT_TRANSLATE_NOOP("EventText", "%1 holds data that fails its integrity check."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Keep the file for analysis and check the disk. If the subscription does "
                                    "not continue by itself, initialize it again.")},
    // files
    CatalogueText{
        "NAM_REFUSED", QT_TRANSLATE_NOOP("EventText", "The name is not allowed"),
        QT_TRANSLATE_NOOP("EventText", "\"%1\", character %2: %3."),
        QT_TRANSLATE_NOOP("EventText", "Change the name at that place. The rules are in docs/file-names.md.")},
    CatalogueText{"TXT_UNKNOWN", QT_TRANSLATE_NOOP("EventText", "The encoding of a text is not known"),
                  QT_TRANSLATE_NOOP("EventText", "What encoding %1 is in cannot be told from its bytes."),
                  QT_TRANSLATE_NOOP("EventText", "Name the encoding in the task, or convert the file to UTF-8.")},
    CatalogueText{"TXT_REFUSED", QT_TRANSLATE_NOOP("EventText", "A text cannot be converted to UTF-8"),
                  QT_TRANSLATE_NOOP("EventText", "%1: the bytes at offset %2 are no character of %3."),
                  QT_TRANSLATE_NOOP("EventText", "Mend the file there, name its true encoding in the task, or send it "
                                                 "without conversion.")},
    CatalogueText{"PRT_REFUSED", QT_TRANSLATE_NOOP("EventText", "The parts of a file cannot be joined"),
                  QT_TRANSLATE_NOOP("EventText", "%1: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Let the sender send the missing or wrong parts again. Nothing is "
                                                 "joined until all are there and the whole is as it was.")},
    CatalogueText{"ARC_REFUSED", QT_TRANSLATE_NOOP("EventText", "An archive was refused"),
                  QT_TRANSLATE_NOOP("EventText", "%1, entry \"%2\": %3."),
                  QT_TRANSLATE_NOOP("EventText", "Nothing of it was unpacked. Ask its sender for a sound archive.")},
    // links
    CatalogueText{"LNK_DOWN", QT_TRANSLATE_NOOP("EventText", "Link is down"),
                  QT_TRANSLATE_NOOP("EventText", "There is no connection to %1: %2."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Check the network and whether the node at the other end is running. The "
                                    "link comes back by itself.")},
    CatalogueText{"LNK_UNKNOWN_PEER", QT_TRANSLATE_NOOP("EventText", "Unknown node was refused"),
                  QT_TRANSLATE_NOOP("EventText", "A node at %1 that calls itself %2 is not registered here."),
                  QT_TRANSLATE_NOOP("EventText", "If it is a partner, register a link to it. If you do not expect it, "
                                                 "inform the security administrator.")},
    CatalogueText{"LNK_REFUSED", QT_TRANSLATE_NOOP("EventText", "Link was refused"),
                  QT_TRANSLATE_NOOP("EventText", "%1 refused the link: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Ask the operator there whether this node is registered with its code "
                                                 "and certificate.")},
    CatalogueText{"LNK_GAP", QT_TRANSLATE_NOOP("EventText", "Packets are missing"),
                  QT_TRANSLATE_NOOP("EventText", "Stream %1 must continue with packet %2, but the provider only holds "
                                                 "packets from %3 on."),
                  QT_TRANSLATE_NOOP("EventText", "Initialize the subscription again.")},
    CatalogueText{"LNK_FORK", QT_TRANSLATE_NOOP("EventText", "The two ends disagree"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Both nodes hold stream %1 with different contents; probably one of them "
                                    "was restored from an older backup."),
                  QT_TRANSLATE_NOOP("EventText", "Find out which end was restored, then initialize the subscription "
                                                 "again.")},
    CatalogueText{"CRT_INVALID", QT_TRANSLATE_NOOP("EventText", "Certificate is not accepted"),
                  QT_TRANSLATE_NOOP("EventText", "The certificate of %1 is not accepted: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Check which authority issued it and for which node, and have it "
                                                 "replaced if necessary.")},
    CatalogueText{"CRT_EXPIRED", QT_TRANSLATE_NOOP("EventText", "Certificate has expired"),
                  QT_TRANSLATE_NOOP("EventText", "The certificate of %1 was valid until %2."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Have it renewed and put the new one in its place. Check the clocks of "
                                    "both machines as well.")},
    // packets
    CatalogueText{"PKT_MALFORMED", QT_TRANSLATE_NOOP("EventText", "Malformed packet was refused"),
                  QT_TRANSLATE_NOOP("EventText", "A packet of stream %1 does not follow the format: %2. Nothing was "
                                                 "changed."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "If the stream does not continue by itself, compare the versions of both "
                                    "nodes and check the network equipment between them.")},
    CatalogueText{
        "PKT_UNKNOWN_SENDER", QT_TRANSLATE_NOOP("EventText", "Packet from an unknown sender was refused"),
        QT_TRANSLATE_NOOP("EventText", "%1 sent a packet but may not send to this node. Nothing was changed."),
        QT_TRANSLATE_NOOP("EventText", "Check the registered links. If you do not expect this sender, inform "
                                       "the security administrator.")},
    CatalogueText{"PKT_UNKNOWN_STREAM", QT_TRANSLATE_NOOP("EventText", "Packet of an unknown stream was refused"),
                  QT_TRANSLATE_NOOP("EventText", "Nothing on this node subscribes to stream %1."),
                  QT_TRANSLATE_NOOP("EventText", "Compare the subscriptions of both nodes, and end the stream at the "
                                                 "provider when it is no longer needed.")},
    CatalogueText{"PKT_TAMPERED", QT_TRANSLATE_NOOP("EventText", "Altered packet was refused"),
                  QT_TRANSLATE_NOOP("EventText", "Packet %2 of stream %1 fails its integrity check: it is not what the "
                                                 "provider sealed. Nothing was changed."),
                  QT_TRANSLATE_NOOP("EventText", "Inform the security administrator and keep the refused packet as "
                                                 "evidence.")},
    CatalogueText{"PKT_ORDER", QT_TRANSLATE_NOOP("EventText", "Packet out of order was refused"),
                  QT_TRANSLATE_NOOP("EventText", "Stream %1 expects packet %2 and received packet %3."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The stream goes on with the expected packet. If it does not, pause and "
                                    "resume the subscription.")},
    CatalogueText{"PKT_FORK", QT_TRANSLATE_NOOP("EventText", "Packet does not continue the stream"),
                  QT_TRANSLATE_NOOP("EventText", "Packet %2 of stream %1 does not follow from the packet before it; "
                                                 "probably one end was restored from an older backup."),
                  QT_TRANSLATE_NOOP("EventText", "Find out which end was restored, then initialize the subscription "
                                                 "again.")},
    CatalogueText{"KEY_EPOCH", QT_TRANSLATE_NOOP("EventText", "Key is not known"),
                  QT_TRANSLATE_NOOP("EventText", "Stream %1 uses key epoch %2, which this node does not hold."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Check that the link is connected, so that both nodes can agree on keys. "
                                    "If it stays so, compare the certificates of both nodes.")},
    CatalogueText{"CRY_UNAVAILABLE", QT_TRANSLATE_NOOP("EventText", "Cipher is not available"),
                  QT_TRANSLATE_NOOP("EventText", "The cipher libraries of this machine lack SM2, SM3 or SM4."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Install OpenSSL 3 and libgcrypt in the versions that the manual names, "
                                    "then restart the node.")},
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
                                    "Find out who removed it, or raise max_slot_wal_keep_size. Then remove the dataset "
                                    "here, add it again, and initialize its subscriptions.")},
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
            "EventText", "If the old server comes back, let the source lead to it again. Else remove the dataset here, "
                         "add it again, and initialize its subscriptions.")},
    CatalogueText{"CAP_LOG_REFUSED", QT_TRANSLATE_NOOP("EventText", "The source's log cannot be read"),
                  QT_TRANSLATE_NOOP("EventText", "The log of the source \"%1\" cannot be read: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Let the administrator of that database change this, or choose "
                                                 "another way of capturing.")},
    // source, PostgreSQL
    CatalogueText{
        "SRC_VERSION", QT_TRANSLATE_NOOP("EventText", "Database version is too old"),
        QT_TRANSLATE_NOOP("EventText", "The source \"%1\" runs version %2. Its log can be read from PostgreSQL 14 on."),
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
    // target
    CatalogueText{"TGT_UNAVAILABLE", QT_TRANSLATE_NOOP("EventText", "Target database is not available"),
                  QT_TRANSLATE_NOOP("EventText", "The target \"%1\" cannot be used: %2."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Check that the database is there and that this program may write to it. "
                                    "Loading continues from its checkpoint as soon as it is back.")},
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
    // what a subscription takes of its dataset, and under which names
    CatalogueText{
        "MAP_REFUSED", QT_TRANSLATE_NOOP("EventText", "The subscription cannot be served like this"),
        QT_TRANSLATE_NOOP("EventText", "Stream %1 wants a part of table \"%2\" that the source cannot send: %3."),
        QT_TRANSLATE_NOOP(
            "EventText",
            "Correct the columns or the filter of the subscription and add it again with \"--reload --yes\".")},
    CatalogueText{"MAP_STRUCTURE", QT_TRANSLATE_NOOP("EventText", "The source's tables no longer fit the subscription"),
                  QT_TRANSLATE_NOOP("EventText", "Stream %1 stands where the structure of table \"%2\" changes: %3."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Change the columns or the filter of the subscription and add it again with "
                                    "\"--reload --yes\", or have the source's table restored.")},
    CatalogueText{
        "MAP_TARGET", QT_TRANSLATE_NOOP("EventText", "Names at the target do not fit"),
        QT_TRANSLATE_NOOP(
            "EventText",
            "Table \"%2\" cannot have the name or columns at target \"%1\" that the subscription says: %3."),
        QT_TRANSLATE_NOOP("EventText",
                          "Correct the table mapping of the subscription and add it again with \"--reload --yes\".")},
    CatalogueText{"MAP_CHANGED", QT_TRANSLATE_NOOP("EventText", "The mapping of a running subscription stays"),
                  QT_TRANSLATE_NOOP("EventText", "Subscription \"%1\" exists and takes other columns, rows or names. "
                                                 "What is in the target would no longer be what it says."),
                  QT_TRANSLATE_NOOP("EventText", "Add it again with \"--reload --yes\": all rows of its tables at the "
                                                 "target are replaced. Or give it another name.")},
    CatalogueText{
        "MAP_REVIEW", QT_TRANSLATE_NOOP("EventText", "A change of structure waits for approval"),
        QT_TRANSLATE_NOOP("EventText", "Before subscription \"%1\" goes on, this would be run at its target: %2."),
        QT_TRANSLATE_NOOP("EventText", "Read it (\"structure show\"), then approve it: \"subscription "
                                       "approve-structure %1 --yes\". Or make the tables yourself and resume.")},
    // verification
    CatalogueText{"VRF_DIFFERENT", QT_TRANSLATE_NOOP("EventText", "Source and target differ"),
                  QT_TRANSLATE_NOOP("EventText", "The verification of \"%1\" found rows that differ: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Look at the differences, then repair them.")},
    CatalogueText{"VRF_FAILED", QT_TRANSLATE_NOOP("EventText", "Verification failed"),
                  QT_TRANSLATE_NOOP("EventText", "The verification of \"%1\" could not be finished: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Remove the cause and start the verification again.")},
    CatalogueText{"VRF_OVERDUE", QT_TRANSLATE_NOOP("EventText", "A verification is overdue"),
                  QT_TRANSLATE_NOOP("EventText", "\"%1\" was to be verified at %2, which is not possible: %3."),
                  QT_TRANSLATE_NOOP("EventText", "Remove the cause; it then begins by itself.")},
    // files
    CatalogueText{
        "FIL_NAME", QT_TRANSLATE_NOOP("EventText", "Name cannot be used"),
        QT_TRANSLATE_NOOP("EventText", "\"%1\" cannot be the name or path of a file here."),
        QT_TRANSLATE_NOOP("EventText", "Use a path beneath the directory, without '.', '..' and control characters.")},
    CatalogueText{
        "FIL_CHANGED", QT_TRANSLATE_NOOP("EventText", "File changed while being sent"),
        QT_TRANSLATE_NOOP("EventText", "\"%1\" changed while it was being sent; what was sent of it was thrown away."),
        QT_TRANSLATE_NOOP(
            "EventText",
            "It is sent again by itself. Have its producer put it there by rename, or with the client's put.")},
    CatalogueText{"FIL_GONE", QT_TRANSLATE_NOOP("EventText", "File is gone"),
                  QT_TRANSLATE_NOOP("EventText", "\"%1\" is no longer there."),
                  QT_TRANSLATE_NOOP("EventText", "Nothing needs to be done, unless it should be there.")},
    CatalogueText{"FIL_KIND", QT_TRANSLATE_NOOP("EventText", "Not a plain file"),
                  QT_TRANSLATE_NOOP("EventText", "\"%1\" is neither a plain file nor a directory and was left out."),
                  QT_TRANSLATE_NOOP("EventText", "Put the file itself there instead of a link or a device.")},
    CatalogueText{"FIL_OPEN", QT_TRANSLATE_NOOP("EventText", "File is not whole yet"),
                  QT_TRANSLATE_NOOP("EventText", "The producer of \"%1\" is not done with it; it was left out."),
                  QT_TRANSLATE_NOOP("EventText", "It is sent by the next run once it is whole.")},
    CatalogueText{
        "FIL_FAILED", QT_TRANSLATE_NOOP("EventText", "Files were not delivered"),
        QT_TRANSLATE_NOOP("EventText",
                          "%2 files of task \"%1\" failed in spite of all resends and are in the failed directory."),
        QT_TRANSLATE_NOOP(
            "EventText",
            "Look at the reasons (\"task files RUN --state failed\"), remove their cause, then \"task resend %1\".")},
    CatalogueText{
        "FIL_REFUSED", QT_TRANSLATE_NOOP("EventText", "Transfer was refused"),
        QT_TRANSLATE_NOOP("EventText", "Node %2 does not take the files of task \"%1\": %3."),
        QT_TRANSLATE_NOOP("EventText", "Settle it with the operator of that node; the task tries again by itself.")},
    CatalogueText{
        "FIL_TAMPERED", QT_TRANSLATE_NOOP("EventText", "Files are not as they were sent"),
        QT_TRANSLATE_NOOP("EventText",
                          "What came for task \"%1\" from or about node %2 does not fit: %3. Nothing of it was kept."),
        QT_TRANSLATE_NOOP("EventText",
                          "It is sent again by itself. If it comes again, have the node and the line examined.")},
    CatalogueText{"FIL_BUSY", QT_TRANSLATE_NOOP("EventText", "Task is running"),
                  QT_TRANSLATE_NOOP("EventText", "Task \"%1\" is running."),
                  QT_TRANSLATE_NOOP("EventText", "Wait for its end, or stop it first.")},
    CatalogueText{"FIL_IDLE", QT_TRANSLATE_NOOP("EventText", "Task is not running"),
                  QT_TRANSLATE_NOOP("EventText", "Task \"%1\" is not running."),
                  QT_TRANSLATE_NOOP("EventText", "Start it first.")},
    CatalogueText{
        "FIL_RECEIVING", QT_TRANSLATE_NOOP("EventText", "Files cannot be stored"),
        QT_TRANSLATE_NOOP("EventText", "What comes from node %1 cannot be stored: %2."),
        QT_TRANSLATE_NOOP("EventText", "Make room or mend the file system; the sender tries again by itself.")},
    // this build
    CatalogueText{"NOT_YET", QT_TRANSLATE_NOOP("EventText", "Not available in this version"),
                  QT_TRANSLATE_NOOP("EventText", "This version cannot do this yet: %1."),
                  QT_TRANSLATE_NOOP("EventText", "Choose another way, or wait for a later version.")},
};

/// In the order of ErrorCode. %1 is the error's detail.
constexpr std::array kGeneral = {
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Configuration is not valid"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Correct the configuration or the command and try again.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Not permitted"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Check the identity and the rights of both ends.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Network error"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Check the network and whether the other end is running.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Secure connection failed"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Check the certificates of both ends.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Cipher error"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Check keys and certificates; inform the security administrator.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Storage error"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Check the free space and the permissions of the disk.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Database error"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Check the database and the rights in it.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Structures do not fit"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Compare the tables of source and target.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Conflict in the target"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Run a field level verification.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Data is damaged"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Keep the data for analysis and check the disk.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Unexpected message from the other end"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Compare the versions of both ends.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "No answer in time"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Try again; check the load and the network if it stays so.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Cancelled"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Start it again when you want it done.")},
    CatalogueText{nullptr, QT_TRANSLATE_NOOP("EventText", "Internal error"), "%1.",
                  QT_TRANSLATE_NOOP("EventText", "Restart the program, and send the details to support.")},
};
static_assert(kGeneral.size() == std::size_t(ErrorCode::Internal) + 1);

} // namespace

const CatalogueText* findCatalogueText(const QString& event)
{
    const auto found = std::find_if(kCatalogue.begin(), kCatalogue.end(),
                                    [&](const CatalogueText& text) { return event == QLatin1String(text.id); });
    return found == kCatalogue.end() ? nullptr : &*found;
}

const CatalogueText& generalText(ErrorCode code)
{
    const auto index = std::size_t(code);
    return index < kGeneral.size() ? kGeneral[index] : kGeneral.back();
}

} // namespace busheng
