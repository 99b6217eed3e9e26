// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    QT_TRANSLATE_NOOP("Reason", "bytes that are no text in the encoding of the source's column"),
    QT_TRANSLATE_NOOP("Reason", "TABLE.COLUMN=ENCODING with gb18030, big5 or utf8"),
    QT_TRANSLATE_NOOP("Reason", "'*', a table of the dataset, or a column of one"),
    QT_TRANSLATE_NOOP("Reason", "a text column of one byte a character (latin1)"),
    QT_TRANSLATE_NOOP("Reason", "no column of a key, which must be ASCII"),
    QT_TRANSLATE_NOOP("Reason", "--rows is a number of rows from 1 on, or all"),
    QT_TRANSLATE_NOOP("Reason",
                      "the statements that 'subscription texts' lists are run at the target; add --yes to run them"),
    QT_TRANSLATE_NOOP("Reason", "texts of a %1 source read in another encoding"),
    QT_TRANSLATE_NOOP("Reason", "looking at the texts of a database behind ODBC"),
    QT_TRANSLATE_NOOP("Reason", "a statement that a survey of this target has shown since the node's start"),
    QT_TRANSLATE_NOOP("Reason", "a survey of so many columns at once"),
    QT_TRANSLATE_NOOP("Reason", "its node is asked about the texts, and there is no line to it"),
    QT_TRANSLATE_NOOP("Reason", "its node is asked about the tables, and there is no line to it"),
    QT_TRANSLATE_NOOP("Reason", "a structure is being read for %1; one at a time"),
    QT_TRANSLATE_NOOP("Reason", "the structure of so many columns in one message"),
    QT_TRANSLATE_NOOP("Reason", "the statements that the structure of this subscription shows now"),
    QT_TRANSLATE_NOOP("Reason", "source or target"),
};

} // namespace

std::span<const char* const> textReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
