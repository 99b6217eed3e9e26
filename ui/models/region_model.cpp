// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/region_model.h"

#include <algorithm>

namespace busheng {
namespace {

/// 0 for a province, 1 for a city, 2 for an area.
int levelOf(const QString& code)
{
    return code.endsWith(QStringLiteral("0000")) ? 0 : code.endsWith(QStringLiteral("00")) ? 1 : 2;
}

/// What an input method or a hasty finger puts between the letters of pinyin.
QString withoutGaps(QString typed)
{
    return typed.removeIf([](QChar c) { return c.isSpace() || c == u'\''; });
}

bool matches(const DivisionSpelling& region, const QString& search)
{
    return region.code.startsWith(search) || region.name.contains(search) ||
           region.initials.startsWith(search, Qt::CaseInsensitive) ||
           region.pinyin.startsWith(search, Qt::CaseInsensitive);
}

} // namespace

void RegionModel::setRegions(std::vector<DivisionSpelling> regions)
{
    std::ranges::stable_sort(regions, {}, [](const DivisionSpelling& region) { return levelOf(region.code); });
    beginResetModel();
    m_regions = std::move(regions);
    choose();
    endResetModel();
}

void RegionModel::setSearch(const QString& search)
{
    const QString typed = withoutGaps(search);
    if (typed == m_search)
        return;
    beginResetModel();
    m_search = typed;
    choose();
    endResetModel();
}

void RegionModel::choose()
{
    m_shown.clear();
    for (std::size_t i = 0; i < m_regions.size(); ++i) {
        if (m_search.isEmpty() ? levelOf(m_regions[i].code) == 0 : matches(m_regions[i], m_search))
            m_shown.push_back(int(i));
    }
}

int RegionModel::indexOf(const QString& code) const
{
    const auto found = std::ranges::find(m_shown, code, [this](int at) { return m_regions[std::size_t(at)].code; });
    return found == m_shown.end() ? -1 : int(found - m_shown.begin());
}

int RegionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant RegionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DivisionSpelling& region = m_regions[std::size_t(m_shown[std::size_t(index.row())])];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return QString(region.code + QStringLiteral("  ") + divisionPath(region.code));
    case CodeRole:
        return region.code;
    default:
        return {};
    }
}

} // namespace busheng
