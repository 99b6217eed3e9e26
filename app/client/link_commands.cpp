// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/link_commands.h"

#include "app/cli/await.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "ui/text/display_text.h"

#include <QDateTime>

#include <algorithm>

namespace busheng::cli {
namespace {

const QString kSendLimit = QStringLiteral("send-limit");
const QString kReceiveLimit = QStringLiteral("receive-limit");
const QString kRights = QStringLiteral("rights");

QString rateText(qint64 bytesPerSecond)
{
    constexpr qint64 kKib = 1024;
    constexpr qint64 kMib = 1024 * 1024;
    if (bytesPerSecond < 0)
        return ClientText::tr("unlimited");
    if (bytesPerSecond == 0)
        return ClientText::tr("paused");
    return bytesPerSecond >= kMib
               ? QStringLiteral("%1 MiB/s").arg(static_cast<double>(bytesPerSecond) / kMib, 0, 'g', 4)
               : QStringLiteral("%1 KiB/s").arg(static_cast<double>(bytesPerSecond) / kKib, 0, 'g', 4);
}

/// "none", or names with commas; what is no right the node refuses.
void takeRights(const ClientCall& call, LinkConfig& link)
{
    if (!call.has(kRights))
        return;
    const QString line = call.option(kRights);
    link.rights = line == QStringLiteral("none") ? QStringList() : line.split(u',', Qt::SkipEmptyParts);
}

/// What the call says, and what it does not say stays.
void takeLimits(const ClientCall& call, LinkConfig& link)
{
    if (call.has(kSendLimit))
        link.sendLimit = call.option(kSendLimit);
    if (call.has(kReceiveLimit))
        link.receiveLimit = call.option(kReceiveLimit);
}

} // namespace

Result<ExitCode> addLink(EngineApi& engine, const ClientCall& call)
{
    LinkConfig link;
    link.peerCode = argument(call, 2);
    link.peerName = call.has(QStringLiteral("name")) ? call.option(QStringLiteral("name")) : link.peerCode;
    link.address = call.option(QStringLiteral("address"));
    takeLimits(call, link);
    takeRights(call, link);
    return done(call, await<>([&](Reply<> reply) { engine.settings().addLink(link, reply); }));
}

namespace {

Result<LinkConfig> linkOf(EngineApi& engine, const QString& code)
{
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    const auto found =
        std::ranges::find(node.links, code, [](const LinkSnapshot& link) { return link.config.peerCode; });
    if (found == node.links.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("link"), code},
                              QStringLiteral("no link with %1").arg(code)));
    return found->config;
}

} // namespace

Result<ExitCode> limitLink(EngineApi& engine, const ClientCall& call)
{
    if (!call.has(kSendLimit) && !call.has(kReceiveLimit))
        return usageError(QStringLiteral("--send-limit or --receive-limit is missing"));
    ENGINE_TRY_AS(LinkConfig link, linkOf(engine, argument(call, 2)));
    takeLimits(call, link);
    return done(call, await<>([&](Reply<> reply) { engine.settings().addLink(link, reply); }));
}

Result<ExitCode> setLinkRights(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(LinkConfig link, linkOf(engine, argument(call, 2)));
    takeRights(call, link);
    return done(call, await<>([&](Reply<> reply) { engine.settings().addLink(link, reply); }));
}

Result<ExitCode> showCertificates(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const bool anyEnded =
        std::ranges::any_of(node.credentials, [now](const CredentialSnapshot& one) { return one.expiresUtcMs <= now; });
    if (call.json) {
        printJson(toJson(node).value(QStringLiteral("credentials")).toArray());
    } else {
        for (const CredentialSnapshot& one : node.credentials)
            print(
                QStringLiteral("%1  %2  %3  %4")
                    .arg(one.kind,
                         QDateTime::fromMSecsSinceEpoch(one.expiresUtcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm")),
                         displayText(one.subject), one.serial));
    }
    return anyEnded ? ExitWarning : ExitOk;
}

void printLink(const LinkSnapshot& link)
{
    const QString state = link.connected ? link.suite + QStringLiteral("  ") + link.packetSuite + QStringLiteral("  ") +
                                               displayText(link.peerSm2Subject)
                                         : QStringLiteral("-");
    print(ClientText::tr("link %1 %2  %3").arg(link.config.peerCode, displayText(link.config.peerName), state));
    if (link.connected && link.line != link.mainLine)
        print(ClientText::tr("link %1: over the standby line %2; the main line %3 does not answer")
                  .arg(link.config.peerCode, displayText(link.line), displayText(link.mainLine)));
    if (link.config.rights != linkRightNames())
        print(ClientText::tr("link %1: may cross it: %2")
                  .arg(link.config.peerCode,
                       link.config.rights.isEmpty() ? ClientText::tr("nothing") : link.config.rights.join(u',')));
    if (!link.config.sendLimit.isEmpty() || !link.config.receiveLimit.isEmpty())
        print(ClientText::tr("link %1: limit now to send %2, to receive %3")
                  .arg(link.config.peerCode, rateText(link.sendLimitNow), rateText(link.receiveLimitNow)));
}

} // namespace busheng::cli
