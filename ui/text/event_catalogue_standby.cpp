// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's part about standby lines and standby servers.
#include "ui/text/event_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kStandby = {
    CatalogueText{"LNK_STANDBY_LINE", QT_TRANSLATE_NOOP("EventText", "Link uses its standby line"),
                  QT_TRANSLATE_NOOP("EventText", "The main line %3 to %1 does not answer; the link goes over %2."),
                  QT_TRANSLATE_NOOP("EventText", "Have the main line mended. The link goes back to it by itself.")},
    CatalogueText{"DB_STANDBY_IN_USE", QT_TRANSLATE_NOOP("EventText", "Database is used at a standby address"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The database \"%1\" is used at %2, because its main address %3 does not answer or "
                                    "is not the primary server."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Have the main server mended. When the roles of the servers have changed for "
                                    "good, register the database with the addresses in their new order.")},
    CatalogueText{
        "DB_NO_PRIMARY", QT_TRANSLATE_NOOP("EventText", "No address of the database can be used"),
        QT_TRANSLATE_NOOP("EventText", "The database \"%1\" has no address with a primary server that fits: %2."),
        QT_TRANSLATE_NOOP(
            "EventText",
            "Nothing is written elsewhere meanwhile; it is tried again by itself. Have the primary server "
            "started, or a standby promoted. If another database is meant from now on, register it anew.")},
    CatalogueText{"TGT_BEHIND", QT_TRANSLATE_NOOP("EventText", "Target is an older state of itself"),
                  QT_TRANSLATE_NOOP("EventText",
                                    "The target of stream %1 stands at packet %2, which was applied long ago: "
                                    "it was restored, or a standby took over that had not received "
                                    "everything."),
                  QT_TRANSLATE_NOOP("EventText", "What is missing is asked for again by itself. When the provider no "
                                                 "longer has it, initialize the subscription again.")},
};

} // namespace

std::span<const CatalogueText> standbyTexts()
{
    return kStandby;
}

} // namespace busheng
