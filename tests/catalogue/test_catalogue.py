import csv

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import translation

from catalogue.countries import country_choices, country_name
from catalogue.models import Industry, Major, Occupation, Region
from catalogue.operations import CATALOGUES, load, load_bundled
from catalogue.sources import Row, bundled_rows
from tests.real_data import real_file, real_rows

pytestmark = pytest.mark.django_db

# Three divisions that the list words as an amendment of 2019 or with "及"; ours is GB/T 4754-2017.
REWORDED_DIVISIONS = {"C15", "M75", "R87"}


@pytest.fixture
def list_file(tmp_path):
    def write(*lines):
        path = tmp_path / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(lines)
        return path

    return write


def imported(capsys, catalogue, path):
    """What the command says in its last line."""
    call_command("import_catalogue", catalogue, path)
    return capsys.readouterr().out.splitlines()[-1]


class TestBundled:
    def test_a_new_database_knows_every_section_and_division_of_industry(self):
        assert Industry.objects.filter(level="section").count() == 20
        assert Industry.objects.filter(level="division").count() == 97
        assert Industry.objects.get(code="C34").parent.name_zh == "制造业"

    def test_a_new_database_knows_the_provinces_and_the_cities_of_jiangsu(self):
        assert Region.objects.provinces().count() == 34
        assert Region.objects.filter(parent__code="320000").count() == 13

    def test_a_new_database_knows_majors_of_schools_and_colleges(self):
        assert Major.objects.current().filter(stage="secondary").count() >= 30
        assert Major.objects.current().filter(stage="college").count() >= 100
        numerical_control = Major.objects.get(code="460103")
        assert (numerical_control.category_code, numerical_control.class_code) == ("46", "4601")
        assert numerical_control.category_name == "Equipment manufacturing"
        assert numerical_control in Major.objects.in_category("46")
        assert numerical_control not in Major.objects.in_category("4602")

    def test_every_entry_has_both_names(self):
        for model in (Industry, Region, Major):
            assert not model.objects.filter(name_en="").exists()
            assert not model.objects.filter(name_zh="").exists()

    @pytest.mark.parametrize("catalogue", CATALOGUES)
    def test_no_bundled_code_is_listed_twice(self, catalogue):
        codes = [row.code for row in bundled_rows(catalogue)]
        assert len(codes) == len(set(codes))

    def test_loading_again_brings_back_what_is_missing_and_keeps_what_a_person_changed(self):
        Region.objects.filter(code="320500").update(name_en="Soochow")
        Major.objects.filter(code="460103").delete()
        load_bundled()
        assert Region.objects.get(code="320500").name_en == "Soochow"
        assert Major.objects.get(code="460103").name_zh == "数控技术"


class TestNames:
    def test_a_name_follows_the_readers_language(self):
        suzhou = Region.objects.get(code="320500")
        assert str(suzhou) == "Suzhou"
        with translation.override("zh-hans"):
            assert str(suzhou) == "苏州市"
            assert suzhou.full_name == "江苏省 · 苏州市"

    def test_a_name_in_one_language_stands_in_for_the_other(self):
        assert Industry(code="C3421", name_zh="金属切削机床制造").name == "金属切削机床制造"
        with translation.override("zh-hans"):
            assert (
                Industry(code="C3421", name_en="Metal-cutting machine tools").name
                == "Metal-cutting machine tools"
            )

    def test_an_entry_without_any_name_is_refused(self):
        nameless = Region(code="320599", level="county")
        with pytest.raises(ValidationError, match="at least one language"):
            nameless.full_clean(exclude=["pinyin_key", "pinyin_initials"])
        with pytest.raises(IntegrityError, match="has_a_name"):
            nameless.save()

    def test_a_major_cannot_claim_the_stage_of_another_code(self):
        with pytest.raises(IntegrityError, match="major_code_belongs_to_its_stage"):
            Major.objects.create(code="460199", stage="secondary", name_en="Clockmaking")

    @pytest.mark.parametrize(
        "typed", ["460103", "4601", "Numerical", "数控", "shukong", "shu kong", "SKJS", "sk"]
    )
    def test_a_major_is_found_by_code_name_pinyin_and_initials(self, typed):
        assert "460103" in Major.objects.matching(typed).values_list("code", flat=True)

    def test_pinyin_is_stored_by_bulk_create_as_by_save(self):
        Region.objects.bulk_create([Region(code="320583", level="county", name_zh="昆山市")])
        kunshan = Region.objects.get(code="320583")
        assert (kunshan.pinyin_key, kunshan.pinyin_initials) == ("kun shan shi", "kss")
        kunshan.name_zh = "昆山新城"
        kunshan.save()
        assert Region.objects.get(pinyin_key__joined__contains="xincheng") == kunshan

    def test_a_percent_sign_finds_only_itself(self):
        assert not Major.objects.matching("%").exists()


class TestImport:
    def test_a_list_is_added_once_and_then_left_alone(self, list_file, capsys):
        path = list_file(("代码", "名称"), ("320583", "昆山市"), ("320500", "苏州市"))
        assert imported(capsys, "regions", path) == "new 1, changed 0, unchanged 1, rejected 0"
        assert imported(capsys, "regions", path) == "new 0, changed 0, unchanged 2, rejected 0"
        assert Region.objects.get(code="320583").parent.code == "320500"

    def test_a_changed_name_is_taken_and_a_missing_translation_is_kept(self, list_file, capsys):
        path = list_file(("code", "name"), ("320500", "姑苏市"))
        assert imported(capsys, "regions", path) == "new 0, changed 1, unchanged 0, rejected 0"
        suzhou = Region.objects.get(code="320500")
        assert (suzhou.name_zh, suzhou.name_en, suzhou.pinyin_initials) == ("姑苏市", "Suzhou", "gss")

    def test_a_row_that_is_no_entry_is_rejected_and_named(self, list_file, capsys):
        path = list_file(("code", "name"), ("3205", "苏州"), ("320584", ""), ("320585", "太仓市"))
        call_command("import_catalogue", "regions", path)
        output = capsys.readouterr()
        assert output.out.endswith("new 1, changed 0, unchanged 0, rejected 2\n")
        assert "line 2: rejected 3205 苏州" in output.err

    def test_a_withdrawn_major_disappears_from_the_current_ones(self, list_file, capsys):
        path = list_file(
            ("专业代码", "专业名称", "status"),
            ("460105", "工业设计", "withdrawn"),
            ("460106", "工业工程技术", ""),
        )
        assert imported(capsys, "majors", path) == "new 1, changed 1, unchanged 0, rejected 0"
        assert not Major.objects.current().filter(code="460105").exists()
        assert Major.objects.current().get(code="460106").stage == "college"

    def test_of_two_rows_with_one_code_the_later_one_counts(self):
        rows = [Row(line=2, code="320583", name_zh="玉山"), Row(line=3, code="320583", name_zh="昆山市")]
        assert str(load(catalogue="regions", rows=rows)) == "new 1, changed 0, unchanged 0, rejected 0"
        assert Region.objects.get(code="320583").name_zh == "昆山市"

    def test_the_regions_of_other_countries_are_left_alone(self):
        abroad = Region.objects.create(country="FR", code="320500", level="province", name_en="Elsewhere")
        load(catalogue="regions", rows=[Row(line=2, code="320500", name_zh="苏州市")])
        abroad.refresh_from_db()
        assert abroad.name == "Elsewhere"

    @pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"number,title\n1,one\n"])
    def test_a_file_that_is_no_list_is_refused_with_the_reason(self, tmp_path, content):
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        with pytest.raises(CommandError, match=r"UTF-8|first line"):
            call_command("import_catalogue", "regions", path)


@pytest.mark.real_data
class TestOfficialLists:
    @pytest.mark.parametrize(
        ("catalogue", "name", "count"),
        [
            ("industries", "gbt4754_2017", 1971),
            ("regions", "gbt2260_divisions", 3217),
            ("occupations", "cn_occupations_2022", 2176),
        ],
    )
    def test_the_whole_list_comes_in_and_a_second_time_changes_nothing(self, capsys, catalogue, name, count):
        path = real_file(f"taxonomies/{name}.csv")
        known = CATALOGUES[catalogue].objects.count()
        first = imported(capsys, catalogue, path)
        assert first.startswith(f"new {count - known}, ")
        assert first.endswith("rejected 0")
        assert imported(capsys, catalogue, path) == f"new 0, changed 0, unchanged {count}, rejected 0"
        assert CATALOGUES[catalogue].objects.count() == count

    def test_the_tree_is_the_one_that_the_lists_state(self):
        for catalogue, name in (("industries", "gbt4754_2017"), ("occupations", "cn_occupations_2022")):
            call_command("import_catalogue", catalogue, real_file(f"taxonomies/{name}.csv"))
            parents = dict(CATALOGUES[catalogue].objects.values_list("code", "parent__code"))
            stated = {row["code"]: row["parent"] or None for row in real_rows(f"taxonomies/{name}.csv")}
            assert parents == stated

    def test_the_districts_of_beijing_belong_to_beijing(self):
        call_command("import_catalogue", "regions", real_file("taxonomies/gbt2260_divisions.csv"))
        assert Region.objects.get(code="110108").full_name == "Beijing · 海淀区"

    def test_the_bundled_names_are_the_official_ones(self):
        official = {row["code"]: row["name"] for row in real_rows("taxonomies/gbt4754_2017.csv")}
        official |= {row["code"]: row["name"] for row in real_rows("taxonomies/gbt2260_divisions.csv")}
        bundled = {row.code: row.name_zh for name in ("industries", "regions") for row in bundled_rows(name)}
        assert {code for code, name in bundled.items() if official[code] != name} == REWORDED_DIVISIONS


class TestCountries:
    def test_there_are_249_in_either_language(self):
        assert len(country_choices()) == 249
        assert country_name("DE") == "Germany"
        with translation.override("zh-hans"):
            assert len(country_choices()) == 249
            assert country_name("DE") == "德国"

    def test_an_unknown_code_stands_for_itself(self):
        assert country_name("XX") == "XX"

    def test_they_stand_in_alphabetical_order(self):
        assert [code for code, _ in country_choices()][:3] == ["AF", "AX", "AL"]


class TestAdministration:
    @pytest.mark.parametrize("model", [Industry, Region, Occupation, Major])
    def test_an_administrator_searches_a_catalogue(self, admin_client, model):
        page = admin_client.get(f"/admin/catalogue/{model._meta.model_name}/", {"q": "jx"})
        assert page.status_code == 200

    def test_an_administrator_finds_a_major_by_its_initials(self, admin_client):
        page = admin_client.get("/admin/catalogue/major/", {"q": "skjs"})
        assert "数控技术" in page.content.decode()
        assert "电子商务" not in page.content.decode()

    def test_a_code_that_stands_can_be_neither_changed_nor_deleted(self, rf, admin_user):
        request = rf.get("/")
        request.user = admin_user
        major = Major.objects.get(code="460103")
        major_admin = admin.site.get_model_admin(Major)
        assert "code" in major_admin.get_readonly_fields(request, major)
        assert "code" not in major_admin.get_readonly_fields(request)
        assert not major_admin.has_delete_permission(request, major)


@pytest.mark.django_db(transaction=True)
class TestFlush:
    """Tests that commit empty every table afterwards; the catalogues must be there again for the next."""

    def test_one_that_commits_sees_the_catalogues(self):
        assert Major.objects.filter(code="460103").exists()

    def test_another_that_commits_sees_them_again(self):
        assert Major.objects.filter(code="460103").exists()
