// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/gate_rule_model.h"

#include "ui/text/display_text.h"
#include "ui/text/gate_words.h"
#include "ui/text/reason_text.h"

#include <algorithm>

namespace busheng {
namespace {

bool takes(const QString& kind, GateRuleModel::Column column)
{
    switch (column) {
    case GateRuleModel::Columns:
        return kind != u"rows" && kind != u"sql";
    case GateRuleModel::Argument:
        return kind != u"unique" && kind != u"notNull" && kind != u"idCard";
    default:
        return true;
    }
}

QString written(const GateRule& rule, GateRuleModel::Column column)
{
    switch (column) {
    case GateRuleModel::Kind:
        return rule.kind;
    case GateRuleModel::Table:
        return rule.table;
    case GateRuleModel::Columns:
        return rule.columns.join(QStringLiteral(", "));
    case GateRuleModel::Argument:
        return rule.argument;
    default:
        return {};
    }
}

} // namespace

void GateRuleModel::setRules(std::vector<GateRule> rules)
{
    beginResetModel();
    m_rules = std::move(rules);
    endResetModel();
}

int GateRuleModel::add()
{
    GateRule rule;
    rule.kind = m_rules.empty() ? QStringLiteral("unique") : m_rules.back().kind;
    rule.table = m_rules.empty() ? QString() : m_rules.back().table;
    const int row = int(m_rules.size());
    beginInsertRows({}, row, row);
    m_rules.push_back(std::move(rule));
    endInsertRows();
    return row;
}

bool GateRuleModel::hasMistakes() const
{
    return std::ranges::any_of(m_rules, [](const GateRule& rule) { return !gateRuleMistake(rule).isEmpty(); });
}

int GateRuleModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rules.size());
}

int GateRuleModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant GateRuleModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const GateRule& rule = m_rules[std::size_t(index.row())];
    const auto column = Column(index.column());
    if (role == Qt::EditRole)
        return written(rule, column);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role == CompleteRole)
        return gateRuleMistake(rule).isEmpty() ? 1 : 0;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return {};
    if (column == Kind)
        return GateWords::kind(rule.kind);
    if (column != State)
        return displayText(written(rule, column));
    const QString mistake = gateRuleMistake(rule);
    return mistake.isEmpty() ? tr("complete") : reasonText(mistake);
}

bool GateRuleModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    GateRule& rule = m_rules[std::size_t(index.row())];
    const QString text = value.toString().trimmed();
    switch (Column(index.column())) {
    case Kind:
        if (!gateRuleKinds().contains(text))
            return false;
        rule.kind = text;
        if (!takes(text, Columns))
            rule.columns.clear();
        if (!takes(text, Argument))
            rule.argument.clear();
        break;
    case Table:
        rule.table = text;
        break;
    case Columns:
        rule.columns.clear();
        for (const QString& name : text.split(u',', Qt::SkipEmptyParts)) {
            if (!name.trimmed().isEmpty())
                rule.columns += name.trimmed();
        }
        break;
    case Argument:
        rule.argument = text;
        break;
    default:
        return false;
    }
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
    return true;
}

Qt::ItemFlags GateRuleModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    const auto column = Column(index.column());
    if (column != State && takes(m_rules[std::size_t(index.row())].kind, column))
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant GateRuleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Kind:
        return tr("Rule");
    case Table:
        return tr("Table at the target");
    case Columns:
        return tr("Columns");
    case Argument:
        return tr("What is asked");
    case State:
        return tr("State");
    default:
        return {};
    }
}

bool GateRuleModel::removeRows(int row, int count, const QModelIndex& parent)
{
    if (parent.isValid() || row < 0 || count < 1 || row + count > rowCount())
        return false;
    beginRemoveRows({}, row, row + count - 1);
    m_rules.erase(m_rules.begin() + row, m_rules.begin() + row + count);
    endRemoveRows();
    return true;
}

} // namespace busheng
