// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's part about exchange.
#include "ui/text/event_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kExchange = {
    CatalogueText{"EXC_REFUSED", QT_TRANSLATE_NOOP("EventText", "Step of an agreement not taken"),
                  QT_TRANSLATE_NOOP("EventText", "Agreement %1: %2. Nothing was changed."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Look at the agreement and its history (page Exchange, or busheng-client "
                                    "exchange show), and take the step that fits its state.")},
    CatalogueText{"EXC_OVER", QT_TRANSLATE_NOOP("EventText", "Validity has ended"),
                  QT_TRANSLATE_NOOP("EventText", "Agreement %1 is valid until %2, which is over. Nothing was changed."),
                  QT_TRANSLATE_NOOP("EventText", "Apply or decide again with a later end.")},
    CatalogueText{"EXC_UNREADABLE", QT_TRANSLATE_NOOP("EventText", "No request file"),
                  QT_TRANSLATE_NOOP("EventText", "%1 is no signed step of an exchange: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Take the file again as the other node wrote it, unchanged.")},
    CatalogueText{
        "EXC_SIGNATURE", QT_TRANSLATE_NOOP("EventText", "Signature is not good"),
        QT_TRANSLATE_NOOP("EventText", "A step of agreement %1 that claims to be of node %2 was not taken: %3."),
        QT_TRANSLATE_NOOP("EventText",
                          "Ask the operator of that node for the file again, on another way. If it happens again, "
                          "somebody may have changed it: tell the security administrator.")},
    CatalogueText{"EXC_ADDRESSEE", QT_TRANSLATE_NOOP("EventText", "For another node"),
                  QT_TRANSLATE_NOOP("EventText", "The step of agreement %1 is for node %2, not for this one."),
                  QT_TRANSLATE_NOOP("EventText", "Import the file at the node that it is for.")},
    CatalogueText{"EXC_REPEATED", QT_TRANSLATE_NOOP("EventText", "Taken before"),
                  QT_TRANSLATE_NOOP("EventText", "This step of agreement %1 was taken before. Nothing was changed."),
                  QT_TRANSLATE_NOOP("EventText", "Nothing needs to be done.")},
    CatalogueText{"EXC_SENSITIVE", QT_TRANSLATE_NOOP("EventText", "Sensitive columns"),
                  QT_TRANSLATE_NOOP(
                      "EventText", "The approval of agreement %1 has sensitive columns: %2. Nothing was approved yet."),
                  QT_TRANSLATE_NOOP(
                      "EventText",
                      "Leave them out, or confirm that they are meant (--with-sensitive, or tick them one by one).")},
    CatalogueText{
        "EXC_NO_APPROVAL", QT_TRANSLATE_NOOP("EventText", "Rows are not approved"),
        QT_TRANSLATE_NOOP("EventText",
                          "Rows of dataset %1 do not go to %2: %3. They wait at the provider; nothing was lost."),
        QT_TRANSLATE_NOOP("EventText", "The user applies for what is missing, the provider decides (page Exchange, or "
                                       "busheng-client exchange). Then they go on by themselves.")},
    CatalogueText{"EXC_WAITING", QT_TRANSLATE_NOOP("EventText", "An application waits"),
                  QT_TRANSLATE_NOOP("EventText", "Agreement %1: %2 applies for dataset %3."),
                  QT_TRANSLATE_NOOP("EventText",
                                    "Decide it on page Exchange, or with busheng-client exchange approve or refuse.")},
    CatalogueText{
        "EXC_EXPIRING", QT_TRANSLATE_NOOP("EventText", "An agreement ends soon"),
        QT_TRANSLATE_NOOP("EventText", "Agreement %1 about dataset %2 ends on %3, in %4 days. Then no more rows flow."),
        QT_TRANSLATE_NOOP("EventText", "Apply again, or let the provider approve it with a later end.")},
    CatalogueText{
        "EXC_EXPIRED", QT_TRANSLATE_NOOP("EventText", "An agreement has ended"),
        QT_TRANSLATE_NOOP("EventText", "Agreement %1 about dataset %2 ended on %3: rows wait at the provider."),
        QT_TRANSLATE_NOOP("EventText",
                          "Apply again, or let the provider approve it with a later end; nothing is loaded anew.")},
};

} // namespace

std::span<const CatalogueText> exchangeTexts()
{
    return kExchange;
}

} // namespace busheng
