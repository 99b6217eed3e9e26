// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/api/node_setup.h"

namespace busheng::test {

/// A setup whose every step works at once, with fixed digests and dates, for pictures.
class FakeSetup final : public NodeSetupApi {
public:
    explicit FakeSetup(EngineApi& engine) : m_engine(engine) { m_state.directory = QStringLiteral("/var/lib/busheng"); }

    Result<NodeSetupState> look() override { return m_state; }
    Result<NodeSetupState> useDirectory(const QString&) override { return m_state; }
    Result<NodeSetupState> nameNode(const NodeNaming& naming) override
    {
        m_state.isNamed = true;
        m_state.naming = naming;
        return m_state;
    }
    Result<NodeSetupState> requestIdentity(const QString&, bool) override
    {
        const QString file = m_state.directory + QStringLiteral("/identity/pending/340000-%1.csr");
        m_state.channel.requestFile = file.arg(QStringLiteral("tls"));
        m_state.channel.requestSha256 =
            QStringLiteral("4f2d5ce0b1b35d1bb2f6f6e50c8eaf5d0e6e2cf6d3f2c2a5a0d9a6d0e4f1b7c3");
        m_state.sm2.requestFile = file.arg(QStringLiteral("sm2"));
        m_state.sm2.requestSha256 = QStringLiteral("9a31c07be8d2f64ab05c1e77d6f0943eaa52b81f3c6d90e7154b2fd8c3ae6071");
        return m_state;
    }
    Result<> copyRequests(const QString&) override { return {}; }
    Result<NodeSetupState> importFiles(const QStringList&, const QString&) override
    {
        for (IdentitySetup* setup : {&m_state.channel, &m_state.sm2})
            *setup = {{}, {}, QStringLiteral("CN=340000"), QStringLiteral("CN=LD/T 02.2 CA"), 1'893'427'200'000};
        m_state.revocationLists = 2;
        return m_state;
    }
    Result<BackupOrigin> lookAtBackup(const QString&, const QString&) override
    {
        return BackupOrigin{QStringLiteral("340000"), QStringLiteral("安徽"), 1'780'000'000'000};
    }
    Result<NodeSetupState> restore(const QString&, const QString&, const QString&) override
    {
        m_state.isNamed = true;
        return importFiles({}, {});
    }
    Result<NodeSetupState> practise() override { return m_state; }
    Result<EngineApi*> start() override { return &m_engine; }
    void end() override {}

private:
    EngineApi& m_engine;
    NodeSetupState m_state;
};

} // namespace busheng::test
