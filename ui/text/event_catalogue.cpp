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
    CatalogueText{
        "CFG_NOT_FOUND", QT_TRANSLATE_NOOP("EventText", "Not found"),
        QT_TRANSLATE_NOOP("EventText", "There is no %1 named \"%2\"."),
        QT_TRANSLATE_NOOP("EventText",
                          "Check the name; \"status\" and the \"list\" commands show what exists on this node."),
        nullptr, true},
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
    CatalogueText{"LNK_NO_RIGHT", QT_TRANSLATE_NOOP("EventText", "Not allowed on this link"),
                  QT_TRANSLATE_NOOP("EventText", "The link with %1 does not allow %2."),
                  QT_TRANSLATE_NOOP("EventText", "If it should, change what may cross the link (page Links, or "
                                                 "busheng-client link rights). Nothing was lost.")},
    CatalogueText{"LNK_WRONG_NODE", QT_TRANSLATE_NOOP("EventText", "Another node answers"),
                  QT_TRANSLATE_NOOP("EventText", "At %1 node %2 should answer, but %3 does."),
                  QT_TRANSLATE_NOOP("EventText", "Check the address of the link. If the address is right, ask the "
                                                 "operator there which certificate the node uses.")},
    CatalogueText{"LNK_AUTH", QT_TRANSLATE_NOOP("EventText", "Identity was not proved"),
                  QT_TRANSLATE_NOOP("EventText", "%1 did not prove its SM2 identity: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Nothing was sent. Check whether a device on the way ends TLS "
                                                 "connections, and inform the security administrator.")},
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
    CatalogueText{"LNK_OLD_PEER", QT_TRANSLATE_NOOP("EventText", "Receiver's version is too old for large rows"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "A row of more than 1 MiB waits in stream %1; the version of the node that "
                                    "receives it does not take such rows. What follows waits behind it."),
                  QT_TRANSLATE_NOOP("EventText", "Upgrade the receiving node. The stream then goes on by itself.")},
    CatalogueText{"CRT_INVALID", QT_TRANSLATE_NOOP("EventText", "Certificate is not accepted"),
                  QT_TRANSLATE_NOOP("EventText", "The certificate of %1 is not accepted: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Check which authority issued it and for which node, and have it "
                                                 "replaced if necessary.")},
    CatalogueText{"CRT_EXPIRED", QT_TRANSLATE_NOOP("EventText", "Certificate has expired"),
                  QT_TRANSLATE_NOOP("EventText", "The certificate of %1 was valid until %2."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Have it renewed and put the new one in its place. Check the clocks of "
                                    "both machines as well.")},
    CatalogueText{"CRT_REVOKED", QT_TRANSLATE_NOOP("EventText", "Certificate was revoked"),
                  QT_TRANSLATE_NOOP("EventText", "The certificate of %1 was revoked by its authority."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The link stays closed. Ask the security administrator why; a node that "
                                    "is trusted again needs a new certificate.")},
    CatalogueText{"CRT_EXPIRING", QT_TRANSLATE_NOOP("EventText", "Certificate will expire"),
                  QT_TRANSLATE_NOOP("EventText", "The certificate %1 is valid until %2, days left: %3."),
                  QT_TRANSLATE_NOOP("EventText", "Have it renewed and put the new files in place of the old ones; the "
                                                 "node takes them while it runs.")},
    CatalogueText{"CRL_MISSING", QT_TRANSLATE_NOOP("EventText", "Revocation list is missing"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "There is no revocation list of %1, so none of its certificates can be "
                                    "accepted."),
                  QT_TRANSLATE_NOOP("EventText", "Get the list from the authority and give it to the node with "
                                                 "\"busheng-node trust\".")},
    CatalogueText{"CRL_STALE", QT_TRANSLATE_NOOP("EventText", "Revocation list is out of date"),
                  QT_TRANSLATE_NOOP("EventText", "The next revocation list of %1 was due on %2."),
                  QT_TRANSLATE_NOOP("EventText", "Get the newest list from the authority and give it to the node with "
                                                 "\"busheng-node trust\". Until then new links are refused.")},
    CatalogueText{"CRL_INVALID", QT_TRANSLATE_NOOP("EventText", "Revocation list is not accepted"),
                  QT_TRANSLATE_NOOP("EventText", "The revocation list %1 is not accepted: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Get the list from the authority again. The former list stays in use "
                                                 "while it is valid.")},
    CatalogueText{"CRL_EXPIRING", QT_TRANSLATE_NOOP("EventText", "Revocation list will be out of date"),
                  QT_TRANSLATE_NOOP("EventText", "The next revocation list of %1 is due on %2, hours left: %3."),
                  QT_TRANSLATE_NOOP("EventText", "Give the node the newest list before then; without it links are "
                                                 "refused.")},
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
    CatalogueText{"KEY_SUITE", QT_TRANSLATE_NOOP("EventText", "Cipher suite is not allowed"),
                  QT_TRANSLATE_NOOP("EventText", "%1 asks for the cipher suite %2; this node takes %3 only."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Agree on one suite with the other side and write it into \"crypto\" in node.json "
                                    "at both ends, then restart the nodes. Nothing was taken under the other suite.")},
    CatalogueText{"CRY_DEVICE", QT_TRANSLATE_NOOP("EventText", "Cipher device does not work"),
                  QT_TRANSLATE_NOOP("EventText", "The cipher device %1 cannot be used: %2. Nothing stands in for it."),
                  QT_TRANSLATE_NOOP(
                      "EventText", "Check the device and its library, or ask its maker, then restart the node. Without "
                                   "\"device\" in node.json the software suite is used.")},
    CatalogueText{"CFG_BAD_SECRET", QT_TRANSLATE_NOOP("EventText", "Vault does not open"),
                  QT_TRANSLATE_NOOP("EventText", "The vault %1 does not open: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Check the passphrase file that node.json names, or sign in to the "
                                                 "desktop whose keychain has it. If the file was changed, bring "
                                                 "the vault back from a backup of the same time.")},
    CatalogueText{"CRY_UNAVAILABLE", QT_TRANSLATE_NOOP("EventText", "Cipher is not available"),
                  QT_TRANSLATE_NOOP("EventText", "The cipher libraries of this machine lack SM2, SM3 or SM4."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Install OpenSSL 3 and libgcrypt in the versions that the manual names, "
                                    "then restart the node.")},
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
    CatalogueText{"FIL_JOIN", QT_TRANSLATE_NOOP("EventText", "Parts cannot be joined"),
                  QT_TRANSLATE_NOOP("EventText", "The parts of \"%1\" that have arrived cannot be joined: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Have their sender send the file again. The parts are still there.")},
    CatalogueText{"FIL_SEALED", QT_TRANSLATE_NOOP("EventText", "A sealed file cannot be opened"),
                  QT_TRANSLATE_NOOP("EventText", "\"%1\" lies sealed and cannot be opened: %2."),
                  QT_TRANSLATE_NOOP("EventText", "The file stays as it is. Use the node whose vault has its key; where "
                                                 "the file is damaged, have its sender send it again.")},
    CatalogueText{"EXP_FAILED", QT_TRANSLATE_NOOP("EventText", "Rows could not be exported"),
                  QT_TRANSLATE_NOOP("EventText", "Task \"%1\" could not export rows of \"%2\": %3."),
                  QT_TRANSLATE_NOOP("EventText", "Nothing of it was sent. Correct the table or query of the task, or "
                                                 "see to the database; then start the task again.")},
    CatalogueText{"EXP_EMPTY", QT_TRANSLATE_NOOP("EventText", "No rows to send"),
                  QT_TRANSLATE_NOOP("EventText", "What task \"%1\" exports of \"%2\" has no rows; no file was sent."),
                  QT_TRANSLATE_NOOP("EventText", "Nothing needs to be done, unless there should be rows.")},
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
    for (const std::span<const CatalogueText> part :
         {std::span<const CatalogueText>(kCatalogue), databaseTexts(), upgradeTexts(), standbyTexts(), offlineTexts(),
          comparisonTexts(), exchangeTexts(), operatorTexts()}) {
        const auto found =
            std::ranges::find_if(part, [&](const CatalogueText& text) { return event == QLatin1String(text.id); });
        if (found != part.end())
            return &*found;
    }
    return nullptr;
}

const CatalogueText& generalText(ErrorCode code)
{
    const auto index = std::size_t(code);
    return index < kGeneral.size() ? kGeneral[index] : kGeneral.back();
}

} // namespace busheng
