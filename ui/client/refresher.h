// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/engine_client.h"

#include <utility>

namespace busheng {

/// Something that a page shows of the engine and asks for again and again. One request is under way at a time; what is
/// asked for meanwhile is asked once behind it, as the last one wanted it: the answer on its way may be older than what
/// made somebody ask. An answer that is overtaken like that is not shown.
///
/// Thread: the client's. `client` and `guard` must outlive it; a member of `guard` does.
template <typename T>
class Refresher {
public:
    using Call = std::function<void(EngineApi&, Reply<T>)>;

    Refresher(EngineClient& client, QObject* guard, std::function<void(const Result<T>&)> take)
        : m_client(client), m_guard(guard), m_take(std::move(take))
    {
    }

    void ask(Call call)
    {
        if (m_client.isLost())
            return;
        if (std::exchange(m_isAsked, true)) {
            m_next = std::move(call);
            return;
        }
        m_client.request<T>(m_guard, std::move(call), [this](const Result<T>& answer) {
            m_isAsked = false;
            if (m_next)
                return ask(std::exchange(m_next, nullptr));
            m_take(answer);
        });
    }

private:
    EngineClient& m_client;
    QObject* m_guard;
    std::function<void(const Result<T>&)> m_take;
    Call m_next;
    bool m_isAsked = false;
};

} // namespace busheng
