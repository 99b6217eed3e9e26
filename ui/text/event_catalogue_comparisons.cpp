// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's part about reconciliations of files.
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
};

} // namespace

std::span<const CatalogueText> comparisonTexts()
{
    return kComparisons;
}

} // namespace busheng
