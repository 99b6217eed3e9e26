// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/route_choice.h"

#include "engine/model/timetable.h"
#include "ui/text/words.h"

#include <limits>

namespace busheng {
namespace {

constexpr int kRowSpacing = 6;

} // namespace

RouteChoice::RouteChoice(QWidget* parent)
    : QWidget(parent), m_form(new QFormLayout(this)), m_routes(new QComboBox), m_explanation(new WrappedLabel),
      m_routeColumn(new QLineEdit), m_deletedColumn(new QLineEdit), m_overlap(new QSpinBox), m_copyTimes(new QLineEdit)
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setVerticalSpacing(kRowSpacing);
    m_routes->setAccessibleName(tr("Route"));
    m_form->addRow(tr("Route"), m_routes);
    m_form->addRow(QString(), m_explanation);
    m_form->addRow(tr("Column"), m_routeColumn);
    m_deletedColumn->setPlaceholderText(tr("none; or the column that marks a row as deleted"));
    m_form->addRow(tr("Deleted when"), m_deletedColumn);
    m_overlap->setRange(0, std::numeric_limits<int>::max());
    m_overlap->setValue(static_cast<int>(DatasetConfig().overlap));
    m_overlap->setToolTip(tr("For what commits late: as long as the longest transaction of the source, at least"));
    m_form->addRow(tr("Looks back (seconds, or numbers)"), m_overlap);
    m_copyTimes->setPlaceholderText(tr("for example daily 02:30"));
    m_form->addRow(tr("Copied at"), m_copyTimes);
    connect(m_routes, &QComboBox::currentIndexChanged, this, [this] {
        showOptions();
        Q_EMIT changed();
    });
    for (QLineEdit* field : {m_routeColumn, m_deletedColumn, m_copyTimes})
        connect(field, &QLineEdit::textChanged, this, &RouteChoice::changed);
    showOptions();
}

void RouteChoice::setDriver(const QString& driver)
{
    if (driver == m_driver)
        return;
    m_driver = driver;
    m_routes->clear();
    const bool hasLog = driver != QStringLiteral("sqlite") && driver != QStringLiteral("odbc");
    for (const Route route :
         {Route::Log, Route::Trigger, Route::Timestamp, Route::Flag, Route::FullCopy, Route::Compare}) {
        if (route == Route::Log && !hasLog)
            continue;
        m_routes->addItem(Words::route(route), static_cast<int>(route));
    }
}

void RouteChoice::setExisting(const DatasetConfig& dataset)
{
    m_routes->addItem(Words::route(dataset.route), static_cast<int>(dataset.route));
    m_routes->setEnabled(false);
    m_routeColumn->setText(dataset.routeColumn);
    m_routeColumn->setReadOnly(true);
    m_deletedColumn->setText(dataset.deletedColumn);
    m_overlap->setValue(static_cast<int>(std::min<qint64>(dataset.overlap, std::numeric_limits<int>::max())));
    m_copyTimes->setText(dataset.copyTimes);
    showOptions();
}

void RouteChoice::suggest(const DatasetConfig& dataset)
{
    if (const int index = m_routes->findData(static_cast<int>(dataset.route)); index >= 0)
        m_routes->setCurrentIndex(index);
    m_routeColumn->setText(dataset.routeColumn);
    m_deletedColumn->setText(dataset.deletedColumn);
    m_copyTimes->setText(dataset.copyTimes);
}

Route RouteChoice::chosen() const
{
    return m_routes->count() == 0 ? Route::Log : static_cast<Route>(m_routes->currentData().toInt());
}

void RouteChoice::apply(DatasetConfig& dataset) const
{
    dataset.route = chosen();
    const bool isStamped = dataset.route == Route::Timestamp;
    dataset.routeColumn = isStamped || dataset.route == Route::Flag ? m_routeColumn->text().trimmed() : QString();
    dataset.deletedColumn = isStamped ? m_deletedColumn->text().trimmed() : QString();
    dataset.overlap = m_overlap->value();
    dataset.copyTimes = dataset.route == Route::FullCopy ? m_copyTimes->text().trimmed() : QString();
}

QString RouteChoice::hint() const
{
    if (chosen() == Route::Timestamp && m_routeColumn->text().trimmed().isEmpty())
        return tr("Name the column that rises with each change of a row.");
    if (chosen() == Route::Flag && m_routeColumn->text().trimmed().isEmpty())
        return tr("Name the column that is set to 0 with each change of a row.");
    if (chosen() == Route::FullCopy && !Timetable::parse(m_copyTimes->text().trimmed()))
        return tr("Say when the copy is made, for example: every 6h, daily 02:30, weekly mon,thu 02:30, monthly 1,15 "
                  "02:30");
    return {};
}

void RouteChoice::showOptions()
{
    const bool isStamped = chosen() == Route::Timestamp;
    const auto show = [this](QWidget* field, bool visible) {
        field->setVisible(visible);
        m_form->labelForField(field)->setVisible(visible);
    };
    m_routeColumn->setPlaceholderText(isStamped
                                          ? tr("in every table; a time of change, or a number that rises with each "
                                               "change")
                                          : tr("in every table; a whole number that is set to 0 with each change"));
    show(m_routeColumn, isStamped || chosen() == Route::Flag);
    show(m_deletedColumn, isStamped);
    show(m_overlap, isStamped);
    show(m_copyTimes, chosen() == Route::FullCopy);
    m_explanation->setWords(explanationOf(chosen()));
}

QString RouteChoice::explanationOf(Route route)
{
    switch (route) {
    case Route::Log:
        return tr("Sees every change within seconds, deleted rows too. The source's writers notice nothing.");
    case Route::Trigger:
        return tr(
            "Sees changed rows within seconds, deleted ones too. Each write at the source costs a second one, and "
            "triggers are made there.");
    case Route::Timestamp:
        return tr("Sees rows whose column has risen, within seconds, as they are then. It does not see rows that are "
                  "deleted outright, nor what was between two looks: let the subscriber reconcile at times. Costs one "
                  "search every two seconds; the column needs an index.");
    case Route::FullCopy:
        return tr("Brings the whole tables at its times, deleted rows too, when anything has changed. Costs one or two "
                  "passes over the tables each time: for small ones.");
    case Route::Compare:
        return tr(
            "Brings what differs when the subscriber reconciles, deleted rows too. Costs one pass over the tables "
            "each time; only rows that differ travel.");
    case Route::Flag:
        return tr(
            "Sees rows that a business system has marked by the column, within seconds, as they are then, and marks "
            "them in turn when every subscriber has them. It does not see rows that are deleted: let the "
            "subscriber reconcile at times. Costs two more writes for each changed row.");
    }
    return {};
}

} // namespace busheng
