// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // packages
    QT_TRANSLATE_NOOP("Reason", "it is no zip archive, or was cut off"),
    QT_TRANSLATE_NOOP("Reason", "it lacks a part of what it must hold"),
    QT_TRANSLATE_NOOP("Reason", "it was changed or damaged"),
    QT_TRANSLATE_NOOP("Reason", "a part of it is larger than it may be"),
    QT_TRANSLATE_NOOP("Reason", "it is no package of an offline start"),
    QT_TRANSLATE_NOOP("Reason", "it was written by a later version"),
    QT_TRANSLATE_NOOP("Reason", "it is of another package"),
    QT_TRANSLATE_NOOP("Reason", "there is no manifest of a package in it"),
    QT_TRANSLATE_NOOP("Reason", "it is for another node"),
    QT_TRANSLATE_NOOP("Reason", "it is from another node"),
    QT_TRANSLATE_NOOP("Reason", "it is of an earlier start, or of another subscription"),
    QT_TRANSLATE_NOOP("Reason", "it was signed by another node"),
    QT_TRANSLATE_NOOP("Reason", "another package of this start was read already"),
    QT_TRANSLATE_NOOP("Reason", "its key was hidden for another node"),
    QT_TRANSLATE_NOOP("Reason", "it is of another dataset"),
    QT_TRANSLATE_NOOP("Reason", "started over the link"),
    QT_TRANSLATE_NOOP("Reason", "not asked"),
    QT_TRANSLATE_NOOP("Reason", "waiting"),
    QT_TRANSLATE_NOOP("Reason", "exporting"),
    QT_TRANSLATE_NOOP("Reason", "complete"),
    QT_TRANSLATE_NOOP("Reason", "imported"),
    QT_TRANSLATE_NOOP("Reason", "importing"),
    QT_TRANSLATE_NOOP("Reason", "signed"),
    QT_TRANSLATE_NOOP("Reason", "asked"),
    QT_TRANSLATE_NOOP("Reason", "there is no such folder"),
    QT_TRANSLATE_NOOP("Reason", "at least 1 MiB"),
    QT_TRANSLATE_NOOP("Reason", "--part-size is a number of MiB, or as 700M or 4G"),
    QT_TRANSLATE_NOOP("Reason", "--stream or --dataset is missing"),
    QT_TRANSLATE_NOOP("Reason", "more than one receiver waits for a package; name one with --stream"),
    // quality gates
    QT_TRANSLATE_NOOP("Reason", "off, onFindings or signOff"),
    QT_TRANSLATE_NOOP("Reason", "at most 1,000 rules"),
    QT_TRANSLATE_NOOP("Reason", "there is no rule of this kind"),
    QT_TRANSLATE_NOOP("Reason", "the SELECT is missing"),
    QT_TRANSLATE_NOOP("Reason", "the table is missing"),
    QT_TRANSLATE_NOOP("Reason", "the columns are missing"),
    QT_TRANSLATE_NOOP("Reason", "it is of one column"),
    QT_TRANSLATE_NOOP("Reason", "a range is MIN..MAX"),
    QT_TRANSLATE_NOOP("Reason", "it is no regular expression"),
    QT_TRANSLATE_NOOP("Reason", "codes are 'GB/T 2260', 'table:TABLE.COLUMN' or 'file:' and a whole path"),
    QT_TRANSLATE_NOOP("Reason", "a reference is TABLE(COLUMN,...) with as many columns"),
    QT_TRANSLATE_NOOP("Reason", "its file of codes cannot be read"),
    QT_TRANSLATE_NOOP("Reason", "its file of codes is too large"),
    QT_TRANSLATE_NOOP("Reason", "its file of codes is no UTF-8"),
    QT_TRANSLATE_NOOP("Reason", "its file of codes has none"),
    QT_TRANSLATE_NOOP("Reason", "the name of who decides"),
    QT_TRANSLATE_NOOP("Reason", "why, in words"),
    QT_TRANSLATE_NOOP("Reason", "it is no JSON array of rules"),
    QT_TRANSLATE_NOOP("Reason", "rules of a gate are at most 4 MiB"),
};

} // namespace

std::span<const char* const> offlineReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
