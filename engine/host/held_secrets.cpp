// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/held_secrets.h"

#include "engine/model/events.h"
#include "engine/model/operator_events.h"

namespace busheng {
namespace {

const QString kHeld = QStringLiteral("waiting/");

} // namespace

GateContext::HeldSecrets heldSecrets(std::function<Result<NodeRuntime*>()> runtime)
{
    GateContext::HeldSecrets held;
    held.hold = [runtime](const QString& ticket, BytesView secret) -> Result<> {
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        ENGINE_TRY_AS(Vault* const vault, running->vault());
        return vault->set(kHeld + ticket, secret);
    };
    held.use = [runtime](const QString& ticket, const QString& name, const QString& by) -> Result<> {
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        ENGINE_TRY_AS(Vault* const vault, running->vault());
        std::optional<Bytes> kept = vault->get(kHeld + ticket);
        if (!kept)
            return fail(makeEvent(ErrorCode::Config, events::REV_STALE, {QString(), name},
                                  QStringLiteral("the password of %1 is not there any more").arg(name)));
        const SecretBytes secret(std::move(*kept));
        return running->setSecret(name, secret.bytes, by);
    };
    held.drop = [runtime](const QString& ticket) -> Result<> {
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        ENGINE_TRY_AS(Vault* const vault, running->vault());
        return vault->remove(kHeld + ticket);
    };
    held.tickets = [runtime]() -> QStringList {
        const auto running = runtime();
        const auto vault = running ? (*running)->vault() : Result<Vault*>(fail(running.error()));
        QStringList tickets;
        for (const QString& name : vault ? (*vault)->names() : QStringList()) {
            if (name.startsWith(kHeld))
                tickets.append(name.mid(kHeld.size()));
        }
        return tickets;
    };
    return held;
}

} // namespace busheng
