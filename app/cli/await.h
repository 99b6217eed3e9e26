// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/model/events.h"

#include <QEventLoop>
#include <QTimer>

#include <optional>
#include <type_traits>

namespace busheng::cli {

inline constexpr int kAnswerWithinMs = 30'000;

/// Runs a request to its answer, for command-line programs that do one thing after the other. Fails with Timeout when
/// no answer comes.
template <typename T = void>
Result<T> await(const std::function<void(Reply<std::type_identity_t<T>>)>& request, int withinMs = kAnswerWithinMs)
{
    auto loop = std::make_shared<QEventLoop>();
    auto answer = std::make_shared<std::optional<Result<T>>>();
    request([loop, answer](Result<T> result) {
        answer->emplace(std::move(result));
        loop->quit();
    });
    if (!*answer) {
        QTimer::singleShot(withinMs, loop.get(), &QEventLoop::quit);
        loop->exec();
    }
    if (!*answer)
        return fail(
            makeError(ErrorCode::Timeout, QStringLiteral("the node did not answer within %1 s").arg(withinMs / 1000)));
    return std::move(**answer);
}

} // namespace busheng::cli
