// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QString>

#include <span>

namespace busheng {

/// The English sources of one catalogue text; context "EventText" in the .ts files. %1 ... are the event's arguments.
struct CatalogueText {
    const char* id;
    const char* title;  ///< what happened, no arguments
    const char* cause;  ///< why, whole sentences
    const char* remedy; ///< what to do, whole sentences
    /// Used instead of `remedy` when its last argument is missing or empty. Null: there is no such case.
    const char* remedyWithoutLastArgument = nullptr;
    /// The first argument is the kind of a configured thing ("source", "link"), shown by its name in words.h.
    bool kindFirst = false;
};

/// Null when `event` is not in the catalogue. Thread: any.
const CatalogueText* findCatalogueText(const QString& event);

/// Its part about sources and targets; findCatalogueText() looks there too.
std::span<const CatalogueText> databaseTexts();
/// Its part about upgrade, backup and restore.
std::span<const CatalogueText> upgradeTexts();
std::span<const CatalogueText> standbyTexts();
/// Its part about offline starts and quality gates.
std::span<const CatalogueText> offlineTexts();

/// Its part about reconciliations of files.
std::span<const CatalogueText> comparisonTexts();
/// Its part about exchange.
std::span<const CatalogueText> exchangeTexts();
/// Its part about operators and what they confirm.
std::span<const CatalogueText> operatorTexts();

/// What is said of an error that has no event of its own; `id` is null. Thread: any.
const CatalogueText& generalText(ErrorCode code);

} // namespace busheng
