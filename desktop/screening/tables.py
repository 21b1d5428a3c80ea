"""Small tables of names and words, each with its reason. General knowledge of naming, not drawn from any one list."""


def words_of(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())


def _lines(text: str) -> tuple[str, ...]:
    """One item a line; a line that starts with spaces continues the one before."""
    return tuple(text.replace("\n    ", " ").strip().splitlines())


# Arabic, Persian and Urdu letters as sounds. Capitals are long vowels (A, W, Y), which may also be consonants, and
# the feminine ending (T): they are weighed when compared. Hamza is passed over; ayn (ʕ) is heard as a vowel at most.
ARABIC = {
    "ا": "A", "أ": "A", "إ": "A", "آ": "A", "ٱ": "A", "ﺁ": "A", "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "θ",
    "ج": "j", "چ": "C", "ح": "h", "خ": "x", "د": "d", "ڈ": "d", "ذ": "ð", "ر": "r", "ڑ": "r", "ز": "z", "ژ": "Z",
    "س": "s", "ش": "S", "ص": "s", "ض": "ð", "ط": "t", "ظ": "ð", "ع": "ʕ", "غ": "g", "ف": "f", "ق": "k", "ڤ": "v",
    "ك": "k", "ک": "k", "گ": "g", "ڭ": "g", "ل": "l", "م": "m", "ن": "n", "ں": "n", "ه": "h", "ہ": "h", "ھ": "h",
    "ۀ": "T", "ة": "T", "ۃ": "T", "و": "W", "ؤ": "W", "ۆ": "W", "ي": "Y", "ی": "Y", "ى": "Y", "ئ": "Y", "ے": "Y",
    "ې": "Y", "ۍ": "Y", "ء": "", "ټ": "t", "ډ": "d", "ړ": "r", "ږ": "j", "ښ": "x", "ګ": "g", "ڼ": "n", "ځ": "z",
    "څ": "s", "ێ": "Y", "ە": "A",
}  # fmt: skip

# Hebrew letters in the same way: the script leaves out the same things.
HEBREW = {
    "א": "A", "ב": "b", "ג": "g", "ד": "d", "ה": "T", "ו": "W", "ז": "z", "ח": "h", "ט": "t", "י": "Y", "כ": "k",
    "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "ʕ", "פ": "p", "ף": "p", "צ": "c",
    "ץ": "c", "ק": "k", "ר": "r", "ש": "S", "ת": "t",
}  # fmt: skip

# Cyrillic letters as the romanisation most lists use. Belarusian and Ukrainian letters have their own sounds.
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj", "ћ": "c", "љ": "lj", "њ": "nj", "џ": "dz",
    "ј": "j", "ќ": "k", "ѓ": "g", "ѕ": "dz", "қ": "k", "ғ": "g", "ү": "u", "ұ": "u", "ә": "a", "ө": "o", "ң": "n",
    "һ": "h", "i": "i",
}  # fmt: skip

# The article and the small words inside names: they come and go between two spellings of one name.
PARTICLES = words_of("""
    al el ul ur ud il l d da das de del della der des di do dos du e i la las le les los of the und v van von
    vom y zu bin ben ibn bint binti binte bte b ould wuld walad wa va ap ter ten zur zum af av as ar ad ash at
    an az es os oglu ogly oghlu oglou kizi qizi kyzy gizi uulu
""")
# With what follows they make one name: `Abd al-Rahman`, `Abdur Rehman`. `Abdou` and `Abdi` are names by themselves.
SERVANT = words_of("""
    abd abdul abdel abdal abdol abdoul abdur abdar abder abdus abdas abdes abdush cabdul ebd
""")
ARTICLES = words_of("""
    al el ul ur ar er as es us ash esh ush ad ed ud at et ut an en un az ez uz il ol
""")
# Joined to what precedes: `Ehsan Ullah`, `Nur al-Din`, `Saif ud-Din`.
GOD = words_of("""
    allah ullah ollah elah alla lah
""")
FAITH = words_of("""
    din dine deen eddine eldin eddin uddin aldin addin oddin aldine eldine addine ddine deddine ouddine
""")

# Titles and forms of address. Some are also names (Hafiz, Akhund, Haji): they weigh little, never nothing.
TITLES = words_of("""
    mr mrs ms miss mme m mlle dr prof professor sir lord lady dame hon honourable eng engineer ing arch me sr sra
    srta don dona dott herr frau pan sheikh sheik shaykh shaikh cheikh cheick shekh sheykh sheekh shiikh xeikh haji
    hajji hadj hadji haj hajj alhaji alhaj elhadj elhadji haaji hafiz hafez qari kari mullah mulla mullahs molla
    mollah maulavi maulawi mawlawi molvi maulvi mawlana maulana mufti imam ayatollah hojjat ustad ustaz ostad sayyid
    sayed sayyed syed seyed seyyed said sidi moulay agha aqa akhund akhound akhundzada sardar malik khan bey pasha
    effendi colonel col general gen brigadier brig major maj captain capt lieutenant lt sergeant sgt marshal admiral
    commander cmdr comandante president minister king prince princess emir amir pahlawan ustadz kyai tuan datuk
    maalim moallim monsieur madame mademoiselle messieurs senor senora senorita senhor senhora signor signora
    excellence excellency excelencia majesty majeste highness altesse honorable
""")
# Of these titles the ones that are family or given names as often as titles keep half a name's weight.
NAMES_TOO = words_of("""
    malik khan said sayyid sayed sayyed syed amir emir imam general major king prince hafiz agha akhundzada don
    m
""")

# Legal forms, to be read past. Those of several words are joined before the name is cut up.
LEGAL = words_of("""
    ltd limited ltda limitada lda inc incorporated corp corporation co cie llc llp lp plc gmbh ag kg ohg mbh sa sas
    sarl sarlu sasu eurl snc scs spa srl sl slu sab sapi sapib sac sacv sadecv srlcv cv eireli me epp bv nv vof ab as
    asa aps oy oyj oao ooo zao pao ao ojsc jsc cjsc pjsc ojsk too tov dooel doo ad ead eood ood dd jd kft zrt nyrt sro
    spol spzoo pte pvt pty sdn bhd pt tbk ud pjs psc fze fzco fzc fzllc dmcc wll saog saoc saa sal kk yk
    aktiengesellschaft kommanditgesellschaft anonima anonyme ca scrl sprl asbl ong privatelimited jointstockcompany ac
    sdnbhd gie scoop coop ent pvtltd pty proprietary incorporation rl bvba jllc fgup npo za unitary unitarnoe
    ogranichennoi
    ogranichennoy otvetstvennostyu otkrytoe zakrytoe publichnoe aktsionernoe sti sirketi shpk anonim
""")
LEGAL_PHRASES = {
    "sociedad anonima de capital variable": "sadecv",
    "de capital variable": "sadecv",
    "sociedad de responsabilidad limitada": "srl",
    "sociedad anonima": "sa",
    "societe a responsabilite limitee": "sarl",
    "societe anonyme": "sa",
    "limited liability company": "llc",
    "limited liability partnership": "llp",
    "limited partnership": "lp",
    "public joint stock company": "pjsc",
    "open joint stock company": "ojsc",
    "closed joint stock company": "cjsc",
    "joint stock company": "jsc",
    "public limited company": "plc",
    "public company limited": "plc",
    "state corporation": "corp",
    "state company": "co",
    "state enterprise": "co",
    "spolka z ograniczona odpowiedzialnoscia": "spzoo",
    "spolka akcyjna": "sa",
    "spolecnost s rucenim omezenym": "sro",
    "spolocnost s rucenim obmedzenym": "sro",
    "akciova spolecnost": "as",
    "drustvo s ogranicenom odgovornoscu": "doo",
    "korlatolt felelossegu tarsasag": "kft",
    "societate cu raspundere limitata": "srl",
    "gesellschaft mit beschrankter haftung": "gmbh",
    "besloten vennootschap": "bv",
    "naamloze vennootschap": "nv",
    "societa per azioni": "spa",
    "societa a responsabilita limitata": "srl",
    "anonim ortakligi": "as",
    "anonim sirketi": "as",
    "limited sirketi": "ltd",
    "perseroan terbatas": "pt",
    "sendirian berhad": "sdnbhd",
    "kabushiki kaisha": "kk",
    "publichnoe aktsionernoe obshchestvo": "pao",
    "otkrytoe aktsionernoe obshchestvo": "oao",
    "zakrytoe aktsionernoe obshchestvo": "zao",
    "company limited": "ltd",
    "private limited": "ltd",
    "obshchestvo s ogranichennoy otvetstvennostyu": "ooo",
    "aktsionernoe obshchestvo": "ao",
    "s a de c v": "sadecv",
    "sa de cv": "sadecv",
    "sp z o o": "spzoo",
    "d o o": "doo",
    "l l c": "llc",
    "s a r l": "sarl",
    "s p a": "spa",
    "s a c": "sac",
    "s a s": "sas",
    "s r l": "srl",
    "s a": "sa",
    "a s": "as",
    "b v": "bv",
    "n v": "nv",
    "a c": "ac",
}

CONNECTORS = words_of("""
    and et y und e i ve wa of for de la le les des du del der die das the al el to pour para in a au aux en dans sur
    con por com em na no nas nos ao dans fur fuer im am dem den het een van voor bij with by on at from que qu
    ol ul imeni im v na dlya po i iz ar fi في من على او و عن
""")

# Given names that one tradition or another writes in many ways, titles and countries too. One line is one name; the
# first form names it. Sound alone does not bring these forms together, or would bring together too many others.
VARIANTS = _lines("""
muhammad mohammad mohammed mohamed mohamad muhamad muhammed mahamad mohd md muhd mouhamed mouhammad mahamat
    mohammod mohamet maxamed mehmet mehmed mamadou mamadu mouhamadou muhammadu mohamedou magomed magomet
    mukhammad محمد
ahmad ahmed ahmet axmed ahamed ahmadou akhmed akhmad akhmat amadou hamadou أحمد احمد
mahmud mahmoud mahmood mehmood mahamoud mahamud mahmut makhmud maxmud maxamuud محمود
mustafa mostafa moustafa moustapha mustapha mustaffa mostapha مصطفى مصطفی مصطفي
hasan hassan hassen hacen xasan khasan hasen hassane حسن
husayn hussein husain hussain hossein hosein hussayn houssein husein huseyin huseyn guseyn gusein hussien houcine
    hocine xuseen khusein
    hoseyn houcein housseini حسين حسین
ali aly alie cali علي علی على
umar omar oumar omer umer cumar عمر
uthman othman osman usman ousmane osmane cusmaan usmon othmane athman عثمان
ibrahim ebrahim ibraheem brahim ibrahima ibraahim ibragim braahiim إبراهيم ابراهيم ابراهیم
ismail ismael ismaeel esmail esmaeil ismayil ismaacil smail إسماعيل اسماعيل اسماعیل
yusuf yousef youssef yousuf yusef yousif yusif yuusuf yousaf youssouf yossef iusuf يوسف یوسف
yaqub yaqoub yakub yacoub yacub yakoub yaacoub يعقوب یعقوب
yahya yehia yahia yehya yaxya iahia يحيى یحیی يحيي یحیٰ
isa issa essa eissa isaa ciise ciisa عيسى عیسی عيسي
musa moussa mousa moosa muse muusa موسى موسی موسي
dawud daoud daud dawood dawoud daood dauda داود داوود
sulayman suleiman sulaiman soleiman soliman suleyman sulaymon souleymane souleiman saleban soulaimane suleman سليمان
    سلیمان
idris idriss idrees idriz driss إدريس ادريس ادریس
khalid khaled khalled khaalid xalid halid خالد
said saeed saied sayeed saeid saad saiid siciid سعيد سعید
salih saleh saalax salex صالح
jamal gamal djamel djamal jamel jemal cemal جمال
jafar jaafar gafar djaafar djafar jaffar cafer جعفر
abdullah abdallah abdulla abdalla abdellah abdoulaye abdoullah abdulah cabdullaahi cabdulahi abdilahi abdilaahi
    abdullahi abdulahi cabdilaahi cabdullaah ubaydullah عبدالله عبداللہ
qadhafi gaddafi qaddafi gadhafi kadhafi khadafi kaddafi gadafi qadafi kadafi قذافي
tayyib tayeb tayyab taieb tayyip tayib طيب طیب
vladimir uladzimir volodymyr wladimir wolodymyr uladzimer
nikolai nikolay nikolaj mikalai mykola mikola nicolai mikalay
dmitry dmitri dmitriy dmitrii dzmitry dzmitri dmytro dimitri dimitry
sergei sergey serhii serhiy siarhei sergii sergiy
aleksandr alexander aleksander alexandr oleksandr aliaksandr alyaksandr olexander
aleksei alexei alexey aleksey oleksii oleksiy aliaksei alyaksey oleksi
andrei andrey andrii andriy andrej
yevgeny evgeny evgeni evgenii yevgeni yevhen yauhen evgeniy ievgen
gennady gennadi gennadiy gennadii henadz hennadii hennadiy genadi
grigory grigori grigoriy grigorii ryhor hryhorii hryhoriy
igor ihor ihar
oleg oleh aleh
olga olha volha
konstantin kanstantsin kostiantyn kostyantyn konstantyn constantin
mikhail mykhailo mikhailo mihail michail mykhaylo mikhal
natalia natalya natallia nataliya natalie nataliia natalja
nadezhda nadzeia nadzeya nadiia nadiya nadia
pavel pavlo paval
petr pyotr piotr petro
svetlana sviatlana svitlana
tatiana tatyana tatsiana tetiana tetyana
vasily vasili vasiliy vasilii vasil vasyl
viktor victor viktar
vitaly vitali vitaliy vitalii vital
yury yuri yurii yuriy iurii jurij iouri youri
elena yelena alena olena
yekaterina ekaterina katsiaryna kateryna katerina
anatoly anatoli anatoliy anatolii anatol
artem artyom artsiom
denis dzianis denys dzyanis
georgy georgi georgiy georgii heorhii heorhiy
kirill kiryl kyrylo
maxim maksim maksym
oksana aksana
roman raman
stepan stsiapan
valentin valiantsin valentyn
valery valeri valeriy valerii valerij
vyacheslav viachaslau viacheslav viatcheslav
vsevolod usevalad
yaroslav yaraslau iaroslav
stanislav stanislau
lyudmila liudmila ludmila liudmyla lyudmyla
ivan iwan yvan
john jon jhon
fedor fyodor feodor fiodar
ilya illia ilia illya
larisa larysa
irina iryna irena
marina maryna
galina halyna halina
antonina antanina
yakov yakau iakov
ishaq ishak eshaq eshagh isaac ishaaq isxaaq إسحاق اسحاق
wali vali valy والي ولي ولی
walid waleed oualid وليد ولید
rahim raheem rahem rahim رحيم رحیم
aziz azeez azis عزيز عزیز
hamid hameed حميد حمید hamed حامد
karim kareem kerim كريم کریم
amin ameen emin أمين امين امین
jan يان جان
khan خان
shah شاه
taha طه
ayman aymen aiman eymen أيمن ايمن
iyad eyad ayad إياد اياد
akhund akhound akhond akhoond آخوند اخوند
haji hajji hadji haj hajj alhaji elhadji حاجي حاجی حاج haci
mullah mulla molla mollah mullo ملا ملاّ
agha aqa aga آغا آقا اغا
abu abou aboo abo ebu أبو ابو أبي ابي
umm um oum om أم ام
nur noor nour nor nure نور
uday oday udai عدي
qusay qusai kusay kusai قصي
ayub ayoub ayyub ayoob eyup أيوب ايوب
haydar haider hayder heydar haidar حيدر حیدر
yasin yassin yasseen yaseen yassine ياسين یاسین
saif seif sayf saef sayfe سيف سیف
fayiz faiz fayez faez faiz فيض فائز فايز
rafiq rafik rafeeq رفيق رفیق
tariq tarek tarik tareq tarak طارق
zayn zein zain zeyn زين زین
khayr kheir khair kher خير خیر
laith layth leith ليث
zayd zaid zeid زيد زید
sayyid sayed sayyed syed seyed seyyed saiyid سيد سید
shaykh sheikh shaikh cheikh cheick sheik shekh sheykh sheekh shiikh شيخ شیخ
mawlawi maulavi maulawi molvi maulvi mowlawi مولوي مولوی
qari kari قاري قاری
mir meer میر مير
iraq irak iraqi irakien عراق العراق عراقي عراقية
libya libye libia libyan libyen libyenne ليبيا ليبي ليبية
tunisia tunisie tunez tunisian tunisien tunisienne تونس تونسي تونسية
morocco maroc marruecos moroccan marocain marocaine مغرب مغربي مغربية
egypt egypte egipto egyptian egyptien misr misri masri مصر مصري مصرية
algeria algerie argelia algerian algerien algerienne جزائر جزائري جزائرية
yemen yaman yemeni yaman يمن يمني يمنية
syria syrie siria syrian syrien syrienne suriya سوريا سورية سوري
sudan soudan sudanese soudanais سودان سوداني
lebanon liban libano lebanese libanais lubnan لبنان لبناني
iran iranian iranien irani ايران إيران ايراني
afghanistan afghan afghani afghane افغانستان أفغانستان
pakistan pakistani pakistanais باكستان پاکستان
somalia somalie somali soomaaliya الصومال صومال
korea coree corea korean chosun choson chosŏn 조선
russia russie rusia russian russe rossiya rossii rossiyskaya rossiyskiy
niger nigerien
mali malien
chad tchad tchadien تشاد
nigeria nigerian
turkey turkiye turquie turkish turk turki
palestine palestinian palestinien filastin falastin فلسطين فلسطيني
saudi saoudite saoudien سعودية سعودي
rajab recep rejep redjeb radjab rejeb رجب
jamil cemil djamil jameel جميل جمیل
jalal celal djalal jelal جلال
najib necip nadjib najeeb نجيب
khadija hatice khadidja khadijah xadiija خديجة
aisha ayse aicha aysha ayesha caasha عائشة عایشه
ishaq יצחק
yakov יעקב
moshe משה
avraham אברהם
yusuf יוסף
shlomo שלמה
david דוד
sara שרה
shimon שמעון
binyamin בנימין
yehuda יהודה
eliyahu אליהו
chaim חיים
menachem מנחם
tzvi צבי
rivka רבקה
rashid راشد رشيد رشید
rashad رشاد
farhad فرهاد
farshad فرشاد
farzad فرزاد
behzad بهزاد
kamran کامران كامران
shahram شهرام
""")

# Given names so widely borne that agreeing on one says little. Weighed as half a name; variants follow their class.
COMMON = words_of("""
    muhammad ahmad mahmud mustafa hasan husayn ali umar uthman ibrahim ismail yusuf isa musa sulayman khalid
    said salih abdullah jamal jafar yahya yaqub dawud idris hamid karim rahim aziz nasir nasser amin salim
    khalil hamza abbas faisal omar bakr bakar abu abou umm haji jan gul shah mir noor nur din rahman qadir salam
    latif ghani wahid halim hadi jabbar ghafur majid maria jose juan luis carlos antonio manuel miguel francisco
    pedro jorge david daniel michael john james robert william thomas george paul peter mark richard charles
    joseph anna ana kim ri pak choe chol song yong nguyen van thi li wang zhang chen liu singh kumar aleksandr
    sergei vladimir nikolai dmitry andrei aleksei viktor ivan mikhail igor yury pavel oleg
""")

# The most frequent Korean family names as lists romanise them: with short syllables around, the name is Korean.
KOREAN_FAMILIES = words_of("""
    kim ri li lee yi rhee pak park bak bag choe choi chae jong chong jung jeong chung han jang chang o oh an ahn yun
    yoon jo cho ju chu so suh seo sin shin kang gang kwon hwang hong paek baek ryu yu yoo no roh nam mun moon
    hyon hyun im rim lim son song sohn min pyon kye ko go ku koo ma maeng pang bang pae bae ro sim shim to do u
    woo won yang ra na cha tae hwa ham ho huh heo chun chon jeon jun cheon kwak gwak pyo tak yeom yom byun eom um ji chi
    hyeon myung ki ban jin nah paik noh
""")
