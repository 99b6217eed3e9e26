// SPDX-License-Identifier: GPL-3.0-or-later
// Which copy of this node, and of each peer, is the one that works.
#include "engine/base/log.h"
#include "engine/host/node_runtime.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

namespace busheng {

/// The links have let it in.
void NodeRuntime::noteFence(const PeerInfo& peer)
{
    Fence& known = m_peerFences[peer.code];
    if (known == peer.fence)
        return;
    if (peer.fence.number > known.number)
        qCWarning(logHost).noquote() << peer.code << "was restored from a backup: copy" << peer.fence.number;
    known = peer.fence;
    if (auto saved = m_journal->savePeerFence(peer.code, known); !saved)
        m_alarms->raise(saved.error(), peer.code);
}

/// The peer's word for it is enough: who does not want our sessions can end them anyway, and nothing else follows.
void NodeRuntime::noteFenced(const QString& peer, const Error& why)
{
    if (why.native == events::NOD_FENCED)
        m_alarms->raise(makeEvent(ErrorCode::Auth, events::NOD_FENCED, {m_config.code, peer}, why.toString()), peer);
}

/// A link that was removed and comes back may lead to any copy: that is how a person lets one in again.
Result<> NodeRuntime::forgetFences()
{
    for (auto known = m_peerFences.begin(); known != m_peerFences.end();) {
        if (m_linkStates.contains(known->first)) {
            ++known;
            continue;
        }
        ENGINE_TRY(m_journal->forgetPeerFence(known->first));
        m_links->forgetFence(known->first);
        known = m_peerFences.erase(known);
    }
    return {};
}

} // namespace busheng
