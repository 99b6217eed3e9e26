// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/keyed_table_model.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace busheng {

struct AlarmRow {
    QString key; ///< event and subject; of one that is over, also when it began
    QString event;
    QString subject;
    QStringList args;
    QString detail;
    qint64 raisedUtcMs = 0;
    quint64 count = 0;
    qint64 clearedUtcMs = 0;
    QString acknowledgedBy;
    qint64 acknowledgedUtcMs = 0;
    qint64 silencedUntilUtcMs = 0;
    QString silencedBy;
    QString silenceReason;

    bool operator==(const AlarmRow&) const = default;
};

/// Alarms, with their texts from the catalogue: those that stand, and if somebody wants it those that are over. Texts
/// are safe for display.
class AlarmModel : public KeyedTableModel<AlarmRow> {
    Q_OBJECT
public:
    enum Column { Title, Subject, Since, Count, Class, State, ColumnCount };
    enum Role { CauseRole = Qt::UserRole, RemedyRole, MetaRole, ReportRole, SortRole, StateRole, ClassRole };
    /// What an operator looks after first (§8.1.5, §8.2.5).
    enum class Classes { Agent, Network, Source, Target, File, Security };
    enum class States { New, Seen, Silenced, Over };

    using KeyedTableModel::KeyedTableModel;
    void update(const NodeSnapshot& node);
    /// Those that stand, and of `history` those that are over.
    void update(const NodeSnapshot& node, const std::vector<AlarmSnapshot>& history);
    static Classes classOf(const QString& event);
    static QString classText(Classes alarmClass);
    static States stateOf(const AlarmRow& row, qint64 nowUtcMs);
    static QString stateText(States state);
    /// How many stand that nobody has seen, and that are not silenced.
    static int waiting(const NodeSnapshot& node, qint64 nowUtcMs);
    static QString report(const AlarmRow& row); ///< for the clipboard
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString text(const AlarmRow& row, int column);
    static QString meta(const AlarmRow& row); ///< one line: what it is about, since when, how often
};

/// The alarms of one class, in some states, with a text in them.
class AlarmFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setClass(std::optional<AlarmModel::Classes> alarmClass);
    void setText(const QString& text);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

private:
    std::optional<AlarmModel::Classes> m_class;
    QString m_text;
};

} // namespace busheng
