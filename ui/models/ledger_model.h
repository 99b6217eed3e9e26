// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>
#include <QSet>

#include <vector>

namespace busheng {

/// The ledger, newest line first. Either all of it, of which only the parts that somebody looks at are asked for (its
/// ids have no gaps, so that a row's id is known without asking), or what a search has found so far. Memory stays
/// bounded at any length. Texts are safe for display.
class LedgerModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Id, Time, Direction, Peer, Kind, Stream, Sequence, Outcome, Changes, Size, ColumnCount };
    enum Role { OutcomeRole = Qt::UserRole };
    enum class Outcomes { Crossed, Refused, Repeated, Other };
    static constexpr int kBlock = 200;                ///< lines that are asked for together
    static constexpr std::size_t kMostFound = 20'000; ///< rows of a search; whoever wants more narrows it

    using QAbstractTableModel::QAbstractTableModel;

    /// All of it, `newest` being the id of its newest line. Again with a higher one: it grew.
    void showAll(qint64 newest);
    /// What a search finds: nothing yet.
    void showFound();
    bool isAll() const { return m_isAll; }
    /// Lines that were asked for, whole blocks or the newest part of one.
    void takeBlock(qint64 block, std::vector<LedgerRow> lines);
    /// The block could not be had: it is asked for again when it is looked at again.
    void blockFailed(qint64 block) { m_asked.remove(block); }
    void append(std::vector<LedgerRow> found);

    /// Nothing while it has not come.
    const LedgerRow* line(int row) const;
    int rowOf(qint64 id) const; ///< -1: it is not shown
    static qint64 blockOf(qint64 id) { return (id - 1) / kBlock; }
    static Outcomes outcomeOf(const LedgerRow& row);
    static QString text(const LedgerRow& row, int column);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void retranslate();

Q_SIGNALS:
    /// Somebody looks at lines of it that are not here.
    void blockWanted(qint64 block) const;

private:
    static bool isNumber(int column)
    {
        return column == Id || column == Sequence || column == Changes || column == Size;
    }
    void forgetOld(qint64 newestUse);

    bool m_isAll = true;
    qint64 m_newest = 0;
    std::vector<LedgerRow> m_found;
    QHash<qint64, std::vector<LedgerRow>> m_blocks; ///< by block, newest first
    QList<qint64> m_order;                          ///< blocks, the newest to come last
    mutable QSet<qint64> m_asked;
};

} // namespace busheng
