// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/text/event_text.h"

#include <QCoreApplication>

#include <optional>

namespace busheng {

/// Why a link does not stand, and what to do about it.
struct LinkAdvice {
    Q_DECLARE_TR_FUNCTIONS(LinkAdvice)
public:
    EventText text;
    QString report;       ///< to copy
    bool isFault = false; ///< else it is still being tried, or waits for the other side

    /// Nothing for a link that stands, or is switched off without having failed. `node`: whose link it is.
    static std::optional<LinkAdvice> of(const LinkSnapshot& link, const NodeSnapshot& node);
};

} // namespace busheng
