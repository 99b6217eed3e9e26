// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QListView>
#include <QWidget>

class QAbstractItemModel;

namespace busheng {

/// A field to search in with the list of what was found below it: what is typed narrows the list, the arrows move in it
/// from where one types. The model filters itself; see RegionModel.
class RegionField : public QWidget {
    Q_OBJECT
public:
    /// `codeRole`: of the model, what identifies a row.
    RegionField(QAbstractItemModel& model, int codeRole, QWidget* parent = nullptr);

    QLineEdit* search() const { return m_search; }
    QListView* list() const { return m_list; }
    QString code() const { return m_code; } ///< chosen last; stays while one searches on
    /// Says nothing.
    void setCode(const QString& code);
    void setTexts(const QString& placeholder, const QString& accessibleName);

Q_SIGNALS:
    void searched(const QString& text);
    void codeChanged(const QString& code);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void onCurrentChanged(const QModelIndex& current);
    void showCode(); ///< selects the chosen one where it is shown

    QLineEdit* m_search;
    QListView* m_list;
    int m_codeRole;
    QString m_code;
    bool m_isShowing = false;
};

} // namespace busheng
