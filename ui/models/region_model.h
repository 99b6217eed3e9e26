// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/divisions.h"

#include <QAbstractListModel>

#include <vector>

namespace busheng {

/// The divisions of GB/T 2260 that somebody looks for: by a part of the name, by the beginning of the code, or by the
/// beginning of its pinyin, whole or in initials. Without a search the provinces. Provinces come first, then cities,
/// then areas.
class RegionModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { CodeRole = Qt::UserRole };

    using QAbstractListModel::QAbstractListModel;
    void setRegions(std::vector<DivisionSpelling> regions);
    void setSearch(const QString& search);
    int indexOf(const QString& code) const; ///< among those that are shown; -1: it is not

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void choose();

    std::vector<DivisionSpelling> m_regions; ///< provinces first
    std::vector<int> m_shown;                ///< places in m_regions
    QString m_search;
};

} // namespace busheng
