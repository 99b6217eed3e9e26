// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/link_advice.h"

#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"

namespace busheng {
namespace {

QString linesOf(const EventText& text)
{
    return QString(text.title + u'\n' + text.cause + u'\n' + text.remedy);
}

/// What has to hold at the other side before a link can stand.
QString wantedThere(const NodeSnapshot& node)
{
    return LinkAdvice::tr("The peer must have registered this node too, by its code %1, and trust its authority.")
        .arg(displayText(node.code));
}

EventText waiting(const LinkSnapshot& link, const NodeSnapshot& node)
{
    const QString peer = SubscriptionModel::peerText(link.config.peerCode, link.config.peerName);
    if (!link.config.address.isEmpty())
        return {LinkAdvice::tr("Dialling %1").arg(peer),
                LinkAdvice::tr("Nothing has answered yet at %1.").arg(displayText(link.config.address)),
                wantedThere(node)};
    if (node.listenAddress.isEmpty())
        return {LinkAdvice::tr("Nobody can begin the link to %1").arg(peer),
                LinkAdvice::tr("It has no address here, and this node does not listen."),
                LinkAdvice::tr("Register an address of the peer, or let this node listen.")};
    return {LinkAdvice::tr("Waiting to be dialled by %1").arg(peer),
            LinkAdvice::tr("It has no address here; this node listens on %1.").arg(displayText(node.listenAddress)),
            QString(wantedThere(node) + u'\n' +
                    LinkAdvice::tr("It needs an address of this machine, and firewalls must let it in."))};
}

} // namespace

std::optional<LinkAdvice> LinkAdvice::of(const LinkSnapshot& link, const NodeSnapshot& node)
{
    if (link.connected)
        return {};
    LinkAdvice advice;
    if (link.lastError.isEmpty()) {
        if (!link.config.enabled)
            return {};
        advice.text = waiting(link, node);
        advice.isFault = link.config.address.isEmpty() && node.listenAddress.isEmpty();
        advice.report = linesOf(advice.text);
        return advice;
    }
    Error error;
    error.event = link.lastError;
    error.args = link.lastErrorArgs;
    advice.text = errorText(error);
    advice.report = linesOf(advice.text) + QStringLiteral("\n[") + displayText(link.lastError) + u']';
    advice.isFault = link.config.enabled;
    return advice;
}

} // namespace busheng
