// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"
#include "ui/widgets/wrapped_text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QWidget>

namespace busheng {

/// How a dataset's changes are captured: the routes that its source's database has, what the chosen one sees and what
/// it costs there in one line, and what else it must be told.
class RouteChoice : public QWidget {
    Q_OBJECT
public:
    explicit RouteChoice(QWidget* parent = nullptr);

    /// Of the source, which decides what can be chosen; another one than before chooses its best route.
    void setDriver(const QString& driver);
    /// That of a dataset that is only looked at: everything can still be chosen.
    void suggest(const DatasetConfig& dataset);
    /// That of a dataset that is there already: it keeps its route, and how far it was read by its column.
    void setExisting(const DatasetConfig& dataset);
    void apply(DatasetConfig& dataset) const;
    /// What is missing; empty: nothing.
    QString hint() const;

    const QFormLayout& form() const { return *m_form; }
    QComboBox* routes() const { return m_routes; }
    QLineEdit* routeColumn() const { return m_routeColumn; }
    QLineEdit* deletedColumn() const { return m_deletedColumn; }
    QSpinBox* overlap() const { return m_overlap; }
    QLineEdit* copyTimes() const { return m_copyTimes; }
    QLabel* explanation() const { return m_explanation; }

Q_SIGNALS:
    void changed();

private:
    void showOptions();
    Route chosen() const;
    static QString explanationOf(Route route);

    QString m_driver;
    QFormLayout* m_form;
    QComboBox* m_routes;
    WrappedLabel* m_explanation;
    QLineEdit* m_routeColumn;
    QLineEdit* m_deletedColumn;
    QSpinBox* m_overlap;
    QLineEdit* m_copyTimes;
};

} // namespace busheng
