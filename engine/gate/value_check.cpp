// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/gate/value_check.h"

#include "engine/files/names/divisions.h"
#include "engine/model/events.h"
#include "engine/model/id_card.h"

#include <QFile>
#include <QStringDecoder>

namespace busheng {
namespace {

constexpr qint64 kLargestCodeFile = 64LL << 20;

/// The first field of each line.
Result<QSet<QString>> codesOfFile(const GateRule& rule)
{
    QFile file(rule.argument.mid(5));
    if (!file.open(QIODevice::ReadOnly))
        return gateRuleFailure(rule, QStringLiteral("its file of codes cannot be read"));
    if (file.size() > kLargestCodeFile)
        return gateRuleFailure(rule, QStringLiteral("its file of codes is too large"));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(file.readAll());
    if (decoder.hasError())
        return gateRuleFailure(rule, QStringLiteral("its file of codes is no UTF-8"));
    QSet<QString> codes;
    for (const QString& line : text.split(u'\n')) {
        const QString code = line.section(u',', 0, 0).trimmed();
        if (!code.isEmpty())
            codes.insert(code);
    }
    if (codes.isEmpty())
        return gateRuleFailure(rule, QStringLiteral("its file of codes has none"));
    if (codes.size() > ValueCheck::kMostCodes)
        return gateRuleFailure(rule, QStringLiteral("its file of codes is too large"));
    return codes;
}

} // namespace

Failure gateRuleFailure(const GateRule& rule, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::GTE_RULE, {gateRuleText(rule), why},
                          QStringLiteral("%1: %2").arg(gateRuleText(rule), why)));
}

Result<ValueCheck> ValueCheck::of(const GateRule& rule)
{
    ValueCheck check;
    if (rule.kind == u"matches") {
        check.m_kind = Kind::Matches;
        check.m_expression.setPattern(QRegularExpression::anchoredPattern(rule.argument));
    } else if (rule.kind == u"codes") {
        check.m_kind = Kind::Codes;
        if (rule.argument.startsWith(u"file:")) {
            ENGINE_TRY_AS(check.m_codes, codesOfFile(rule));
        } else {
            for (const Division& division : divisions())
                check.m_codes.insert(division.code);
        }
    }
    return check;
}

bool ValueCheck::isBad(QStringView value) const
{
    while (!value.isEmpty() && value.back() == u' ')
        value.chop(1);
    switch (m_kind) {
    case Kind::Matches:
        return !m_expression.match(value.toString()).hasMatch();
    case Kind::Codes:
        return !m_codes.contains(value.toString());
    case Kind::IdCard:
        return !idCardMistake(value).isEmpty();
    }
    return true;
}

} // namespace busheng
