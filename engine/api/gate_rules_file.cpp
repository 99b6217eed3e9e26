// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/gate_rules_file.h"

#include "engine/api/configuration_fields.h"
#include "engine/api/strict_json_reader.h"
#include "engine/model/events.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace busheng {
namespace {

constexpr qint64 kLargestFile = 4LL << 20;

Failure unreadable(const QString& path, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, why}, why));
}

} // namespace

Result<std::vector<GateRule>> readGateRules(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, file.errorString());
    const QByteArray text = file.read(kLargestFile + 1);
    if (text.size() > kLargestFile)
        return unreadable(path, QStringLiteral("rules of a gate are at most 4 MiB"));
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (!document.isArray())
        return fail(makeEvent(ErrorCode::Config, events::CFG_SYNTAX,
                              {path, QString::number(error.offset), QStringLiteral("it is no JSON array of rules")},
                              path));
    StrictJsonReader reader(QJsonObject{{QStringLiteral("gateRules"), document.array()}}, path);
    std::vector<GateRule> rules;
    reader(QLatin1String("gateRules"), rules);
    ENGINE_TRY(reader.finish());
    return rules;
}

Result<> writeGateRules(const QString& path, const std::vector<GateRule>& rules)
{
    QSaveFile file(path);
    const QByteArray text = QJsonDocument::fromJson(encodeGateRules(rules)).toJson(QJsonDocument::Indented);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    return {};
}

} // namespace busheng
