// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QSet>
#include <QStringList>

#include <vector>

namespace busheng {

/// Names to tick, of which there may be tens of thousands; those that hold the search are shown. What is ticked stays
/// ticked while others are shown.
class PickModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setNames(const QStringList& names);
    const QStringList& names() const { return m_names; }
    void setSearch(const QString& search);
    /// Names that are not among names() are passed over. Says nothing with picked().
    void setPicked(const QStringList& names);
    /// In the order of names().
    QStringList picked() const;
    void pickShown(bool isPicked);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void pickedChanged(); ///< by a person

private:
    void choose();
    void showPicked();

    QStringList m_names;
    std::vector<int> m_shown; ///< places in m_names
    QSet<QString> m_picked;
    QString m_search;
};

} // namespace busheng
