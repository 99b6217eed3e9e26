// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // names, as engine/files/names/name_fault.cpp has them
    QT_TRANSLATE_NOOP("Reason", "it is empty"),
    QT_TRANSLATE_NOOP("Reason", "its bytes are no UTF-8; convert the name to UTF-8"),
    QT_TRANSLATE_NOOP("Reason", "the control character %1 may not stand in a name"),
    QT_TRANSLATE_NOOP("Reason",
                      "the invisible character %1 may not stand in a name: it makes one name look like another"),
    QT_TRANSLATE_NOOP("Reason", "'%1' may not stand in a name; leave it out"),
    QT_TRANSLATE_NOOP("Reason", "it has %1 bytes in UTF-8, more than the %2 it may have"),
    QT_TRANSLATE_NOOP("Reason", "one of its parts has %1 bytes in UTF-8, more than the %2 that a file system takes"),
    QT_TRANSLATE_NOOP("Reason", "it begins with the six digits of an administrative division (GB/T 2260)"),
    QT_TRANSLATE_NOOP("Reason", "%1 is no code of an administrative division (GB/T 2260)"),
    QT_TRANSLATE_NOOP("Reason", "the initials of the system's name are missing behind the division's code"),
    QT_TRANSLATE_NOOP("Reason", "'%1' is no capital A to Z, as the initials of the system's name are"),
    QT_TRANSLATE_NOOP("Reason", "the initials have %1 letters, more than %2"),
    QT_TRANSLATE_NOOP(
        "Reason",
        "behind the initials stand 14 digits of the time (yyyyMMddHHmmss), with a part's number 17; here are %1"),
    QT_TRANSLATE_NOOP("Reason", "%1 is no moment of the calendar (yyyyMMddHHmmss)"),
    QT_TRANSLATE_NOOP("Reason", "parts are numbered from 001 to 999, 000 is none"),
    QT_TRANSLATE_NOOP("Reason", "%1 parts would be needed and 999 can be numbered; take parts of at least %2 bytes"),
    QT_TRANSLATE_NOOP("Reason", "a suffix is missing at its end, like .doc"),
    QT_TRANSLATE_NOOP("Reason", "'%1' may not stand in the suffix: letters, digits and single dots, 32 at most"),
    QT_TRANSLATE_NOOP(
        "Reason",
        "the names of the next %1 seconds are all given away; wait, or send the files as one task's directory"),
    QT_TRANSLATE_NOOP("Reason", "'%1' has no pinyin initial; give the initials themselves"),
    QT_TRANSLATE_NOOP("Reason",
                      "'%1' may not stand in a task's name: Chinese characters, letters A to Z, digits and '_'"),
    QT_TRANSLATE_NOOP("Reason", "it is an absolute path and would leave the receiving directory"),
    QT_TRANSLATE_NOOP("Reason", "it begins with a drive and would leave the receiving directory"),
    QT_TRANSLATE_NOOP("Reason", "'.' and '..' may not be parts of it"),
    QT_TRANSLATE_NOOP("Reason", "a part between two separators is empty"),
    QT_TRANSLATE_NOOP("Reason", "'%1' means '.', '..' or a separator when it is decoded"),
    QT_TRANSLATE_NOOP("Reason", "'%1' is the name of a device under Windows"),
    QT_TRANSLATE_NOOP("Reason", "a part ends with a dot or a space, which Windows takes away"),
    QT_TRANSLATE_NOOP("Reason", "it has %1 parts, more than %2"),
    QT_TRANSLATE_NOOP("Reason", "--system is posix or windows"),
    QT_TRANSLATE_NOOP("Reason", "--kind is file, task, directory or tree"),
    QT_TRANSLATE_NOOP("Reason", "one of --system and --initials is needed"),
    // files that lie sealed
    QT_TRANSLATE_NOOP("Reason", "this node has no vault with a key to seal files with"),
    QT_TRANSLATE_NOOP("Reason", "the vault of this node has no key of this number for it"),
    QT_TRANSLATE_NOOP("Reason", "it does not begin as a sealed file does"),
    QT_TRANSLATE_NOOP("Reason", "its key is another one, or a part of it was changed"),
    QT_TRANSLATE_NOOP("Reason", "it ends early, or a part of it was changed"),
    QT_TRANSLATE_NOOP("Reason", "its content is not what arrived"),
    QT_TRANSLATE_NOOP("Reason",
                      "0, where files lie sealed, or are cleaned when they were fetched: of parts neither is known"),
    QT_TRANSLATE_NOOP("Reason", "keep, archive or delete"),
    // parts
    QT_TRANSLATE_NOOP("Reason", "these parts are missing: %1"),
    QT_TRANSLATE_NOOP("Reason", "these parts are not as they were: %1"),
    QT_TRANSLATE_NOOP("Reason", "these files are no parts of it: %1"),
    QT_TRANSLATE_NOOP("Reason", "it is no list of parts"),
    QT_TRANSLATE_NOOP("Reason", "it names a part and not a whole file"),
    QT_TRANSLATE_NOOP("Reason", "its sizes do not add up"),
    QT_TRANSLATE_NOOP("Reason", "it changed while it was read"),
    QT_TRANSLATE_NOOP("Reason", "its parts make another file than it was"),
    QT_TRANSLATE_NOOP("Reason", "--part-bytes is a number of bytes, 1 or more"),
    // reconciliation
    QT_TRANSLATE_NOOP("Reason", "--late-after is a number of minutes"),
    QT_TRANSLATE_NOOP("Reason", "it is no line of a listing"),
    QT_TRANSLATE_NOOP("Reason", "it is no JSON object"),
    QT_TRANSLATE_NOOP("Reason", "one of --secret-file and --sign-key is needed"),
    QT_TRANSLATE_NOOP("Reason", "it is no private SM2 key in PEM (PKCS#8)"),
    QT_TRANSLATE_NOOP("Reason", "--at is a timetable: %1"),
    QT_TRANSLATE_NOOP("Reason", "--count is a whole number, and stands beside --at"),
    // archives
    QT_TRANSLATE_NOOP("Reason", "it is no zip archive, or its directory is damaged"),
    QT_TRANSLATE_NOOP("Reason", "its directory is damaged"),
    QT_TRANSLATE_NOOP("Reason", "it is encrypted"),
    QT_TRANSLATE_NOOP("Reason", "it is packed by a method other than store and deflate"),
    QT_TRANSLATE_NOOP("Reason", "it is neither a file nor a directory"),
    QT_TRANSLATE_NOOP("Reason", "its sizes cannot be"),
    QT_TRANSLATE_NOOP("Reason", "it unpacks to more than %1 times its size"),
    QT_TRANSLATE_NOOP("Reason", "it has more than %1 entries"),
    QT_TRANSLATE_NOOP("Reason", "it is there twice, or as a file and a directory"),
    QT_TRANSLATE_NOOP("Reason", "all together are more than %1 bytes"),
    QT_TRANSLATE_NOOP("Reason", "it is an archive itself"),
    QT_TRANSLATE_NOOP("Reason", "its header is not as the directory says"),
    QT_TRANSLATE_NOOP("Reason", "it is longer than it says"),
    QT_TRANSLATE_NOOP("Reason", "its content is damaged"),
    QT_TRANSLATE_NOOP("Reason", "it cannot be made"),
    QT_TRANSLATE_NOOP("Reason", "there is no manifest"),
    QT_TRANSLATE_NOOP("Reason", "the manifest is malformed"),
    QT_TRANSLATE_NOOP("Reason", "the files are not as the manifest says"),
    QT_TRANSLATE_NOOP("Reason", "directory %1 is not there, or not empty"),
    QT_TRANSLATE_NOOP("Reason", "the manifest has this name"),
    QT_TRANSLATE_NOOP("Reason", "zip error %1"),
    // texts
    QT_TRANSLATE_NOOP("Reason", "--encoding is UTF-8, GB18030, GBK, UTF-16LE, UTF-16BE, Big5 or binary"),
    QT_TRANSLATE_NOOP("Reason", "%1 is there already"),
    // data sets as files
    QT_TRANSLATE_NOOP("Reason", "it is not one statement: %1"),
    QT_TRANSLATE_NOOP("Reason", "two columns have the name '%1'"),
    QT_TRANSLATE_NOOP("Reason", "the text in column %1 of row %2 is no UTF-8"),
    QT_TRANSLATE_NOOP("Reason", "more than %1 values are larger than the limit"),
    QT_TRANSLATE_NOOP("Reason", "the name of a source: there is a table or a query to read"),
    QT_TRANSLATE_NOOP("Reason", "a table, or a query instead of it"),
    QT_TRANSLATE_NOOP("Reason", "one SELECT of at most %1 characters"),
    QT_TRANSLATE_NOOP("Reason", "one SELECT that writes no file (INTO OUTFILE, INTO DUMPFILE)"),
    QT_TRANSLATE_NOOP("Reason", "a directory of its own, into which a task with a source exports"),
    QT_TRANSLATE_NOOP("Reason", "none, for a task with a source"),
    QT_TRANSLATE_NOOP("Reason", "commit, for a task with a source"),
    QT_TRANSLATE_NOOP("Reason", "demand or a timetable, for a task with a source: it would export all the time"),
    // start modes
    QT_TRANSLATE_NOOP("Reason", "demand, service or a timetable: %1"),
    // reconciliations of tasks, and how long records stay
    QT_TRANSLATE_NOOP("Reason", "a whole number from 1 to %1"),
    QT_TRANSLATE_NOOP("Reason", "the node was stopped meanwhile"),
    QT_TRANSLATE_NOOP("Reason", "the peer does not answer about a run"),
    QT_TRANSLATE_NOOP("Reason", "a kind of records, as 'retention show' names them"),
    QT_TRANSLATE_NOOP("Reason", "0, or a whole number of days from %1"),
    QT_TRANSLATE_NOOP("Reason", "the days are a whole number; 0 is for ever"),
    QT_TRANSLATE_NOOP("Reason", "nothing was changed: say --yes to take this over"),
};

} // namespace

std::span<const char* const> fileReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
