// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/text_values.h"
#include "engine/base/result.h"
#include "engine/model/dataset.h"

#include <functional>

namespace busheng {

/// That TextsApi::survey() reads of each table when nobody says otherwise.
inline constexpr qint64 kTextRows = 100'000;

/// Texts between databases of unlike encodings (§8.1.1 e, docs/encodings.md).
class TextsApi {
public:
    template <typename T = void>
    using Reply = std::function<void(Result<T>)>;

    virtual ~TextsApi() = default;
    /// Reads at most `rows` rows (0: all) of each table of the subscription's dataset at its source, at the peer when
    /// it is the peer's, and holds their texts against the columns of the target. Of a subscription that is there the
    /// name alone counts; one without a peer is of a dataset of this node, and without a target the source alone is
    /// looked at. Changes nothing. Fails: Config CFG_NOT_FOUND; Network LNK_DOWN; Auth LNK_NO_RIGHT, EXC_NO_APPROVAL.
    virtual void survey(const SubscriptionConfig& subscription, qint64 rows, Reply<TextSurvey> reply) = 0;
    /// Runs statements that a survey since the node's start has proposed for this target, one by one, in the name of
    /// the node's own user there; with those that were run. Fails: Config CFG_BAD_VALUE for another statement.
    virtual void widen(const QString& target, const QStringList& statements, Reply<QStringList> reply) = 0;
};

} // namespace busheng
