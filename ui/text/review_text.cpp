// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/review_text.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>

namespace busheng {
namespace {

constexpr std::size_t kMostFields = 5000; ///< of one side: a person reads no more

using Flat = std::map<QString, QString>;

void flatten(const QString& name, const QJsonValue& value, Flat& into)
{
    if (into.size() >= kMostFields)
        return;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member)
            flatten(name.isEmpty() ? member.key() : QString(name + u'.' + member.key()), member.value(), into);
        return;
    }
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        bool isPlain = true;
        QStringList texts;
        for (const QJsonValue item : array) {
            isPlain = isPlain && item.isString();
            texts.append(item.toString());
        }
        if (isPlain) {
            into[name] = texts.join(QStringLiteral(", "));
            return;
        }
        for (qsizetype i = 0; i < array.size(); ++i) {
            // A thing of a list is known by its name, not by its place.
            const QString own = array.at(i).toObject().value(QLatin1String("name")).toString();
            flatten(QStringLiteral("%1[%2]").arg(name, own.isEmpty() ? QString::number(i + 1) : own), array.at(i),
                    into);
        }
        return;
    }
    into[name] = value.toVariant().toString();
}

Flat flatOf(const QString& json)
{
    Flat flat;
    flatten({}, QJsonDocument::fromJson(json.toUtf8()).object(), flat);
    return flat;
}

} // namespace

QString methodText(const QString& method)
{
    static const QHash<QString, const char*> texts = {
        {QStringLiteral("addSource"), QT_TRANSLATE_NOOP("ReviewText", "Register or change a source")},
        {QStringLiteral("addTarget"), QT_TRANSLATE_NOOP("ReviewText", "Register or change a target")},
        {QStringLiteral("addDataset"), QT_TRANSLATE_NOOP("ReviewText", "Publish or change a dataset")},
        {QStringLiteral("addLink"), QT_TRANSLATE_NOOP("ReviewText", "Register or change a link")},
        {QStringLiteral("addSubscription"), QT_TRANSLATE_NOOP("ReviewText", "Make or change a subscription")},
        {QStringLiteral("addTask"), QT_TRANSLATE_NOOP("ReviewText", "Make or change a file task")},
        {QStringLiteral("remove"), QT_TRANSLATE_NOOP("ReviewText", "Remove")},
        {QStringLiteral("importConfiguration"), QT_TRANSLATE_NOOP("ReviewText", "Import a whole configuration")},
        {QStringLiteral("sourceRights"), QT_TRANSLATE_NOOP("ReviewText", "Give rights in a source")},
        {QStringLiteral("targetRights"), QT_TRANSLATE_NOOP("ReviewText", "Give rights in a target")},
        {QStringLiteral("acceptFindings"), QT_TRANSLATE_NOOP("ReviewText", "Accept what the quality check found")},
        {QStringLiteral("approveStructure"), QT_TRANSLATE_NOOP("ReviewText", "Change tables of a target")},
        {QStringLiteral("widenColumns"), QT_TRANSLATE_NOOP("ReviewText", "Widen columns of a target")},
        {QStringLiteral("reload"), QT_TRANSLATE_NOOP("ReviewText", "Load anew")},
        {QStringLiteral("reloadAs"), QT_TRANSLATE_NOOP("ReviewText", "Change a subscription and load anew")},
        {QStringLiteral("repair"), QT_TRANSLATE_NOOP("ReviewText", "Repair what a verification found")},
        {QStringLiteral("dismissException"), QT_TRANSLATE_NOOP("ReviewText", "Leave a failed row as it is")},
        {QStringLiteral("resolveConflict"), QT_TRANSLATE_NOOP("ReviewText", "Decide a conflict")},
        {QStringLiteral("removeSecret"), QT_TRANSLATE_NOOP("ReviewText", "Remove a password from the vault")},
        {QStringLiteral("exportPackage"), QT_TRANSLATE_NOOP("ReviewText", "Write a package for an offline start")},
        {QStringLiteral("importPackage"), QT_TRANSLATE_NOOP("ReviewText", "Read a package of an offline start")},
        {QStringLiteral("decideGate"), QT_TRANSLATE_NOOP("ReviewText", "Sign or reject a quality gate's report")},
        {QStringLiteral("exchangeApply"), QT_TRANSLATE_NOOP("ReviewText", "Apply for a dataset")},
        {QStringLiteral("exchangeDecide"), QT_TRANSLATE_NOOP("ReviewText", "Decide an application for a dataset")},
        {QStringLiteral("setRetention"), QT_TRANSLATE_NOOP("ReviewText", "Change how long records are kept")},
        {QStringLiteral("exchangeEnd"), QT_TRANSLATE_NOOP("ReviewText", "Revoke or withdraw an agreement")},
        {QStringLiteral("addOperator"), QT_TRANSLATE_NOOP("ReviewText", "Add an operator")},
        {QStringLiteral("setOperator"), QT_TRANSLATE_NOOP("ReviewText", "Change an operator")},
        {QStringLiteral("resetPassword"), QT_TRANSLATE_NOOP("ReviewText", "Give an operator another password")},
        {QStringLiteral("setFourEyes"), QT_TRANSLATE_NOOP("ReviewText", "Switch the confirmation by a second person")},
    };
    const char* const known = texts.value(method);
    return known == nullptr ? displayText(method) : QCoreApplication::translate("ReviewText", known);
}

QString changeTitle(const ReviewedChange& change)
{
    // "source province": the kind is said by the method already, except where it is removed.
    const QString kind = change.subject.section(u' ', 0, 0);
    const QString name = change.subject.section(u' ', 1);
    const bool hasKind = !name.isEmpty() && Words::kind(kind) != kind;
    const QString subject = !hasKind ? displayText(change.subject)
                            : change.method == QStringLiteral("remove")
                                ? QString(Words::kind(kind) + u' ' + displayText(name))
                                : displayText(name);
    if (subject.isEmpty())
        return methodText(change.method);
    return QCoreApplication::translate("ReviewText", "%1: %2").arg(methodText(change.method), subject);
}

std::vector<ChangedField> changedFields(const ReviewedChange& change)
{
    const Flat before = flatOf(change.before);
    const Flat after = flatOf(change.after);
    Flat names = before;
    names.insert(after.begin(), after.end());
    std::vector<ChangedField> fields;
    for (const auto& [name, value] : names) {
        const auto was = before.find(name);
        const auto is = after.find(name);
        ChangedField field;
        field.name = displayText(name);
        field.before = was == before.end() ? QString() : displayText(was->second);
        field.after = is == after.end() ? QString() : displayText(is->second);
        field.differs =
            (was == before.end()) != (is == after.end()) || (was != before.end() && was->second != is->second);
        fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace busheng
