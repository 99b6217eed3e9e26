// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/review_text.h"

#include "ui/text/display_text.h"
#include "ui/text/field_text.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <map>

namespace busheng {
namespace {

constexpr std::size_t kMostFields = 5000; ///< of one side: a person reads no more
const QString kStep = QStringLiteral(" › ");

struct Leaf {
    QString label; ///< of the way to it: "Tables taken in part › person › Columns"
    QString text;
    QJsonValue value;
};

using Flat = std::map<QString, Leaf>; ///< by the dotted path

struct Place {
    QString path;
    QString label;
    QString kind; ///< of the thing that is looked at: fieldText()

    Place member(const QString& key) const
    {
        const QString own = fieldText(kind, key);
        return {path.isEmpty() ? key : QString(path + u'.' + key), label.isEmpty() ? own : QString(label + kStep + own),
                kind};
    }
    /// A thing of a list is known by its name, not by its place.
    Place item(const QString& key, const QString& name) const
    {
        const QString listed = kindOfList(key);
        return {QStringLiteral("%1[%2]").arg(path, name), label + kStep + displayText(name),
                listed.isEmpty() ? kind : listed};
    }
};

QString nameOf(const QJsonObject& thing, qsizetype place)
{
    for (const char* key : {"name", "peerCode", "table", "column"}) {
        const QString name = thing.value(QLatin1String(key)).toString();
        if (!name.isEmpty())
            return name;
    }
    return QString::number(place + 1);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the JSON, which the engine has bounded
void flatten(const Place& place, const QString& key, const QJsonValue& value, Flat& into)
{
    if (into.size() >= kMostFields)
        return;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member)
            flatten(place.member(member.key()), member.key(), member.value(), into);
        return;
    }
    const QJsonArray array = value.toArray();
    const bool isList = std::ranges::any_of(array, [](const QJsonValue item) { return !item.isString(); });
    if (!isList) {
        into[place.path] = {place.label, fieldValueText(place.kind, key, value), value};
        return;
    }
    for (qsizetype i = 0; i < array.size(); ++i)
        flatten(place.item(key, nameOf(array.at(i).toObject(), i)), key, array.at(i), into);
}

/// What the request is about, where that is one thing of a form.
QString kindOfMethod(const QString& method)
{
    static const QHash<QString, QString> kinds = {
        {QStringLiteral("addSource"), QStringLiteral("source")},
        {QStringLiteral("addTarget"), QStringLiteral("target")},
        {QStringLiteral("addDataset"), QStringLiteral("dataset")},
        {QStringLiteral("addLink"), QStringLiteral("link")},
        {QStringLiteral("addSubscription"), QStringLiteral("subscription")},
        {QStringLiteral("reloadAs"), QStringLiteral("subscription")},
        {QStringLiteral("addTask"), QStringLiteral("task")},
    };
    return kinds.value(method);
}

Flat flatOf(const QString& kind, const QString& json)
{
    Flat flat;
    flatten({QString(), QString(), kind}, QString(), QJsonDocument::fromJson(json.toUtf8()).object(), flat);
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
        {QStringLiteral("alterTarget"), QT_TRANSLATE_NOOP("ReviewText", "Run statements at a target")},
        {QStringLiteral("widenColumns"), QT_TRANSLATE_NOOP("ReviewText", "Widen columns of a target")},
        {QStringLiteral("reload"), QT_TRANSLATE_NOOP("ReviewText", "Load anew")},
        {QStringLiteral("reloadAs"), QT_TRANSLATE_NOOP("ReviewText", "Change a subscription and load anew")},
        {QStringLiteral("repair"), QT_TRANSLATE_NOOP("ReviewText", "Repair what a verification found")},
        {QStringLiteral("dismissException"), QT_TRANSLATE_NOOP("ReviewText", "Leave a failed row as it is")},
        {QStringLiteral("resolveConflict"), QT_TRANSLATE_NOOP("ReviewText", "Decide a conflict")},
        {QStringLiteral("setSecret"), QT_TRANSLATE_NOOP("ReviewText", "Keep a password in the vault")},
        {QStringLiteral("setBackupPlan"), QT_TRANSLATE_NOOP("ReviewText", "Set when backups are made")},
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
    // What is removed is of the kind that its subject begins with.
    const QString kind =
        change.method == QStringLiteral("remove") ? change.subject.section(u' ', 0, 0) : kindOfMethod(change.method);
    const Flat before = flatOf(kind, change.before);
    const Flat after = flatOf(kind, change.after);
    Flat names = before;
    names.insert(after.begin(), after.end());
    std::vector<ChangedField> fields;
    for (const auto& [path, leaf] : names) {
        const auto was = before.find(path);
        const auto is = after.find(path);
        ChangedField field;
        field.name = leaf.label;
        field.before = was == before.end() ? QString() : was->second.text;
        field.after = is == after.end() ? QString() : is->second.text;
        field.differs = (was == before.end()) != (is == after.end()) ||
                        (was != before.end() && was->second.value != is->second.value);
        fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace busheng
