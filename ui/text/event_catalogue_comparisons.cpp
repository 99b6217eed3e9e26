// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's part about reconciliations of files, and certificates.
#include "ui/text/event_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kComparisons = {
    CatalogueText{"FIL_RECONCILE", QT_TRANSLATE_NOOP("EventText", "Reconciliation of files was cut short"),
                  QT_TRANSLATE_NOOP("EventText", "Task %1 could not be reconciled: %2. What was found until then is "
                                                 "kept."),
                  QT_TRANSLATE_NOOP("EventText", "Look at the link, and reconcile it again. Nothing was changed.")},
    CatalogueText{"VRF_CERTIFICATE", QT_TRANSLATE_NOOP("EventText", "The certificate proves nothing"),
                  QT_TRANSLATE_NOOP("EventText", "%1: %2."),
                  QT_TRANSLATE_NOOP("EventText", "Ask the node that made it for the certificate again; its ledger has "
                                                 "the line with the digest of the right one.")},
};

} // namespace

std::span<const CatalogueText> comparisonTexts()
{
    return kComparisons;
}

} // namespace busheng
