// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/engine_client.h"
#include "ui/widgets/wrapped_text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QWidget>

namespace busheng {

/// Where a database behind ODBC is: its dialect, with the mark whether it was ever run against a real server, a data
/// source or a driver of the node's machine, and what the driver wants to know beside. The lists come from the node;
/// what is typed stays when they come, or do not.
class OdbcFields : public QWidget {
    Q_OBJECT
public:
    OdbcFields(EngineClient& client, QWidget* parent);

    /// Asks the node what it has; once.
    void ask();
    /// odbc_location.h; empty while something is missing.
    QString location() const;
    /// False: it cannot be shown in these fields.
    bool setLocation(const QString& location);

    const QFormLayout& form() const { return *m_form; }
    QComboBox* dialect() const { return m_dialect; }
    QComboBox* place() const { return m_place; }
    QLabel* mark() const { return m_mark; }

Q_SIGNALS:
    void changed();

private:
    void build();
    void show(const Result<OdbcOffer>& offer);
    void showMark();

    EngineClient& m_client;
    bool m_asked = false;
    OdbcOffer m_offer;
    QString m_problem; ///< why the lists are empty
    QString m_wantedDialect;
    QFormLayout* m_form;
    QComboBox* m_dialect;
    WrappedLabel* m_mark;
    QComboBox* m_place; ///< data: "DSN" or "Driver"; a name that is typed is a data source
    QLineEdit* m_user;
    QLineEdit* m_more; ///< further keywords, as the driver has them
};

} // namespace busheng
