// SPDX-License-Identifier: GPL-3.0-or-later
// What is signed about packets, by this node and by its peers.
#include "engine/host/node_runtime.h"
#include "engine/host/tuning.h"

namespace busheng {

void NodeRuntime::makeEvidence()
{
    m_evidence = std::make_unique<Evidence>(
        Evidence::Context{*m_journal, m_seams.clock, m_config.code,
                          [this](const QString& peer) -> Result<std::pair<QString, IdentityKeyPtr>> {
                              const CipherSuite* suite = suiteNamed(m_config.crypto.suitesFor(peer).first());
                              ENGINE_TRY_AS(IdentityKeyPtr own, m_keys->own(*suite));
                              return std::pair(suite->name(), std::move(own));
                          }});
}

void NodeRuntime::stateStream(const StreamId& id, bool sends)
{
    const QString& peer = sends ? id.to : id.from;
    const auto stated = m_evidence->state(id, sends);
    if (!stated)
        m_alarms->raise(stated.error(), id.name());
    else if (*stated)
        m_links->send(peer, **stated);
}

void NodeRuntime::lookAtEvidence()
{
    for (const auto& [key, stream] : m_outStreams)
        stateStream(stream->id(), true);
    for (const auto& [name, stream] : m_inStreams)
        stateStream(stream->id(), false);
    const std::int64_t nowNs = m_seams.clock.monotonicNs();
    if (nowNs - m_sealedNs < tuning::kSealEveryNs)
        return;
    m_sealedNs = nowNs;
    if (auto sealed = m_evidence->seal(); !sealed)
        m_alarms->raise(sealed.error(), m_config.code);
}

void NodeRuntime::onStatement(const QString& peer, std::uint32_t stream, const control::Statement& statement)
{
    const auto out = m_outStreams.find({peer, stream});
    const bool sends = statement.kind == u"receipt";
    InStream* const in = sends ? nullptr : inStream(peer, stream);
    if ((sends && out == m_outStreams.end()) || (!sends && in == nullptr))
        return;
    const StreamId& id = sends ? out->second->id() : in->id();
    if (auto accepted = m_evidence->accept(peer, id, sends, statement); !accepted)
        m_alarms->raise(accepted.error(), id.name());
}

/// For a peer that may have missed it.
void NodeRuntime::repeatStatement(const StreamId& id, const QString& peer)
{
    if (const auto last = m_evidence->last(id))
        m_links->send(peer, *last);
}

Result<> NodeRuntime::sealLedger()
{
    return m_evidence->seal();
}

} // namespace busheng
