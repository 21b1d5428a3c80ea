"""Countries, peoples, regions and big cities in the names of organisations, in the languages of the lists.

The names of countries are those of ISO 3166 as Unicode CLDR gives them in English, French, Spanish, Portuguese, German,
Dutch, Turkish, Russian, Arabic and Chinese; peoples, regions and cities are general knowledge. One line is one place;
`_` parts the words of a phrase. Countries whose name is said of parts (`North Korea`, `United Arab Emirates`) are read
word by word: `korea`, `emirates`.
"""

from desktop.screening.meanings import lines


def pairs(text: str) -> dict[str, str]:
    """`form:spelling` words as a table."""
    return {form: spelling for form, _colon, spelling in (pair.partition(":") for pair in text.split())}


COUNTRIES = lines("""
andorra andorre андорра اندورا 安道尔
afghanistan afganistan afeganistao афганистан افغانستان 阿富汗 afghan afghane afghanisch afganskiy afgano
albania albanie albanien arnavutluk албания البانيا 阿尔巴尼亚 albanian albanais albanaise albanes
armenia armenie armenien ermenistan армения ارمينيا 亚美尼亚 armenian armenienne armenio armyanskiy
angola ангола انغولا 安哥拉 angolan angolais angolaise angolano angoleno
argentina argentine argentinien argentinie arjantin аргентина ارجنتين 阿根廷 argentinian argentin argentino
austria autriche osterreich oostenrijk avusturya австрия نمسا 奥地利 austrian autrichien autrichienne austriaco
    osterreichisch
australia australie australien avustralya австралия استراليا 澳大利亚 australian australienne australiano
azerbaijan azerbaidjan azerbaiyan azerbaijao aserbaidschan azerbeidzjan azerbaycan азербайджан اذربيجان 阿塞拜疆
    azerbaijani azerbaidjanais azeri azerbaydzhanskiy
barbados barbade барбадос بربادوس 巴巴多斯
bangladesh banglades bangladesch бангладеш بنغلاديش 孟加拉国 bangladeshi bangladais
belgium belgique belgica belgien belgie belcika бельгия بلجيكا 比利时 belgian belge belga
burkina_faso burquina_faso буркина_фасо بوركينا_فاسو 布基纳法索 burkinabe burkinabes burkina
bulgaria bulgarie bulgarien bulgarije bulgaristan болгария بلغاريا 保加利亚 bulgarian bulgare bulgaro bolgarskiy
bahrain bahrein barein bahreyn бахрейн بحرين 巴林 bahraini bahreini
burundi бурунди بوروندي 布隆迪 burundian burundais burundaise
benin бенин بنين 贝宁 beninese beninois beninoise
brunei brunei_darussalam бруней بروناي 文莱
bolivia bolivie bolivien bolivya боливия بوليفيا 玻利维亚 bolivian bolivienne boliviano
brazil bresil brasil brasilien brazilie brezilya бразилия برازيل 巴西 brazilian bresilien bresilienne brasileno
    brasileiro
bahamas bahama_s bahamalar багамы جزر_بهاما 巴哈马
bhutan bhoutan butan butao бутан بوتان 不丹
botswana botsuana botsvana ботсвана بوتسوانا 博茨瓦纳 botswanais
belize belice белиз بليز 伯利兹
canada kanada канада كندا 加拿大 canadian canadien canadienne canadiense
switzerland suisse suiza suica schweiz zwitserland isvicre швейцария سويسرا 瑞士 swiss suizo schweizer
chile chili sili чили تشيلي 智利 chilean chilien chilienne chileno
cameroon cameroun camerun camaroes kamerun kameroen камерун كاميرون 喀麦隆 cameroonian camerounais camerounaise
    camerunes
china chine cin китай صين 中国 chinese chinois chinoise chino chinesisch kitayskiy zhongguo zhonghua
colombia colombie kolumbien kolombiya колумбия كولومبيا 哥伦比亚 colombian colombien colombienne colombiano
sark sercq сарк سارك 萨克岛
cuba kuba куба كوبا 古巴 cuban cubain cubaine cubano kubinskiy
cyprus chypre chipre zypern kibris кипр قبرص 塞浦路斯 cypriot chypriote chipriota
czechia tchequie chequia tchequia tschechien tsjechie cekya чехия تشيك 捷克 czech tcheque checo
germany allemagne alemania alemanha deutschland duitsland almanya германия المانيا 德国 german allemand allemande
    aleman alemao deutsch deutsche nemetskiy
djibouti yibuti djibuti dschibuti cibuti джибути جيبوتي 吉布提 djiboutian djiboutien
denmark danemark dinamarca denemarken danimarka дания دانمرك 丹麦 danish danois danoise danes dansk danske
dominica dominique dominika доминика دومينيكا 多米尼克
algeria algerie argelia algerien algerije cezayir алжир جزائر 阿尔及利亚 algerian algerienne argelino algerisch
    alzhirskiy djazair jazair
ecuador equateur equador ekvador эквадор اكوادور 厄瓜多尔 ecuadorian equatorien equatorienne ecuatoriano
estonia estonie estland estonya эстония استونيا 爱沙尼亚 estonian estonien
egypt egypte egipto egito agypten misir египет مصر 埃及 egyptian egyptien egyptienne egipcio aegyptisch egipetskiy
    misr masr
eritrea erythree eritreia eritre эритрея اريتريا 厄立特里亚 eritrean erythreen erythreenne eritreo
spain espagne espana espanha spanien spanje ispanya испания اسبانيا 西班牙 spanish espagnol espagnole espanol espanola
    spanisch ispanskiy
ethiopia ethiopie etiopia athiopien etiyopya эфиопия اثيوبيا 埃塞俄比亚 ethiopian ethiopien ethiopienne etiope
finland finlande finlandia finnland finlandiya финляндия فنلندا 芬兰 finnish finlandais finnois suomen
fiji fidji fiyi fidschi фиджи فيجي 斐济
micronesia micronesie mikronesien mikronezya федеративные_штаты_микронезии ميكرونيزيا 密克罗尼西亚
france francia franca frankreich frankrijk fransa франция فرنسا 法国 french francais francaise frances francesa
    franzosisch frantsuzskiy
gabon gabao gabun габон غابون 加蓬 gabonese gabonais gabonaise
grenada grenade granada гренада غرينادا 格林纳达
georgia georgie georgien gurcistan грузия جورجيا 格鲁吉亚 georgian georgienne georgiano gruzinskiy
ghana gana гана غانا 加纳 ghanaian ghaneen ghaneenne ghanes
gambia gambie gambiya гамбия غامبيا 冈比亚 gambian gambien gambienne
guinea guinee guine gine гвинея غينيا 几内亚 guinean guineen guineenne guineano
equatorial_guinea guinee_equatoriale guinea_ecuatorial guine_equatorial aquatorialguinea equatoriaal_guinea
    ekvator_ginesi экваториальная_гвинея غينيا_استوائية 赤道几内亚
greece grece grecia griechenland griekenland yunanistan греция يونان 希腊 greek grec grecque griego grecheskiy
    hellenic hellas
guatemala гватемала غواتيمالا 危地马拉 guatemalan guatemalteque guatemalteco
guinea_bissau guinee_bissau guinea_bisau guine_bissau gine_bissau гвинея_бисау غينيا_بيساو 几内亚比绍
guyana guiana гайана غيانا 圭亚那
honduras гондурас هندوراس 洪都拉斯 honduran hondurien hondureno
croatia croatie croacia kroatien kroatie hirvatistan хорватия كرواتيا 克罗地亚 croatian croate croata
haiti гаити هايتي 海地 haitian haitien haitienne haitiano
hungary hongrie hungria ungarn hongarije macaristan венгрия هنغاريا 匈牙利 hungarian hongrois hongroise hungaro magyar
indonesia indonesie indonesien endonezya индонезия اندونيسيا 印度尼西亚 indonesian indonesienne indonesio
ireland irlande irlanda irland ierland ирландия ايرلندا 爱尔兰 irish irlandais irlandaise irlandes
israel israil израиль اسرائيل 以色列 israeli israelien israelienne israelskiy
india inde indien hindistan индия هند 印度 indian indienne indisch indiyskiy
iraq irak iraque ирак عراق 伊拉克 iraqi irakien irakienne iraki iraqui irakisch irakskiy
iran ira иран ايران 伊朗 iranian iranien iranienne irani iranisch iranskiy perse persian
iceland islande islandia island ijsland izlanda исландия ايسلندا 冰岛
italy italie italia italien italya италия ايطاليا 意大利 italian italienne italiano italianskiy
jamaica jamaique jamaika ямайка جامايكا 牙买加
jordan jordanie jordania jordanien urdun иордания اردن 约旦 jordanian jordanienne jordano iordanskiy
japan japon japao japonya япония يابان 日本 japanese japonais japonaise japones japanisch yaponskiy
kenya kenia quenia кения كينيا 肯尼亚 kenyan kenyane kenian keniano
kyrgyzstan kirghizstan kirguistan quirguistao kirgisistan kirgizie kirgizistan киргизия قيرغيزستان 吉尔吉斯斯坦 kyrgyz
    kirghiz kirguis kyrgyzskiy
cambodia cambodge camboya camboja kambodscha cambodja kambocya камбоджа كمبوديا 柬埔寨 cambodian cambodgien
    cambodgienne camboyano khmer
kiribati quiribati кирибати كيريباتي 基里巴斯
comoros comores comoras komoren comoren komorlar коморы جزر_قمر 科摩罗 comorian comorien comorienne
kuwait koweit koeweit kuveyt кувейт كويت 科威特 kuwaiti koweitien koweitienne
kazakhstan kazajistan cazaquistao kasachstan kazachstan kazakistan казахстан كازاخستان 哈萨克斯坦 kazakh kazajo
    kazakhskiy kasachisch
laos лаос لاوس 老挝 laotian laotien lao
lebanon liban libano libanon lubnan ливан لبنان 黎巴嫩 lebanese libanais libanaise libanisch livanskiy
st_lucia sainte_lucie santa_lucia saint_lucia сент_люсия سانت_لوسيا 圣卢西亚
liechtenstein лихтенштейн ليختنشتاين 列支敦士登
sri_lanka шри_ланка سريلانكا 斯里兰卡 lankan lankais
liberia liberya либерия ليبيريا 利比里亚 liberian liberien liberienne liberiano
lesotho lesoto лесото ليسوتو 莱索托 basotho
lithuania lituanie lituania litauen litouwen litvanya литва ليتوانيا 立陶宛 lithuanian lituanien
luxembourg luxemburgo luxemburg luksemburg люксембург لوكسمبورغ 卢森堡
latvia lettonie letonia lettland letland letonya латвия لاتفيا 拉脱维亚 latvian letton
libya libye libia libyen libie ливия ليبيا 利比亚 libyan libyenne libio libyer liviyskiy
morocco maroc marruecos marrocos marokko fas марокко مغرب 摩洛哥 moroccan marocain marocaine marroqui marokkanisch
    marokkanskiy maghribi
monaco monako монако موناكو 摩纳哥
moldova moldavie moldavia republik_moldau молдова مولدوفا 摩尔多瓦 moldovan moldave moldavo
montenegro karadag черногория جبل_اسود 黑山
madagascar madagaskar мадагаскар مدغشقر 马达加斯加 malagasy malgache madagascan
north_macedonia macedoine_du_nord macedonia_del_norte macedonia_do_norte nordmazedonien noord_macedonie
    kuzey_makedonya северная_македония مقدونيا_شمالية 北马其顿
mali мали مالي 马里 malian malien malienne maliense malisch
myanmar mianmar мьянма ميانمار 缅甸 burmese birman birmane birmano birmania birmanie burma
mongolia mongolie mongolei mogolistan монголия منغوليا 蒙古 mongolian mongol mongole
mauritania mauritanie mauretanien moritanya мавритания موريتانيا 毛里塔尼亚 mauritanian mauritanien mauritanienne
    mauritano
malta malte мальта مالطا 马耳他 maltese maltais maltaise maltes
mauritius maurice mauricio маврикий موريشيوس 毛里求斯
maldives maldivas malediven maldiven maldivler мальдивы جزر_مالديف 马尔代夫 maldivian maldivien
malawi malaui malavi малави ملاوي 马拉维 malawian malawien
mexico mexique mexiko meksika мексика مكسيك 墨西哥 mexican mexicain mexicaine mexicano
malaysia malaisie malasia maleisie malezya малайзия ماليزيا 马来西亚 malaysian malaisien malaisienne malasio
mozambique mocambique mosambik mozambik мозамбик موزمبيق 莫桑比克 mozambican mozambicain mozambicaine mocambicana
    mocambicano mozambiqueno
namibia namibie namibya намибия ناميبيا 纳米比亚 namibian namibien
niger nijer нигер نيجر 尼日尔 nigerien nigerienne nigerois nigerino
nigeria nijerya нигерия نيجيريا 尼日利亚 nigerian nigeriane nigeriano nigerianisch
nicaragua nikaragua никарагуа نيكاراغوا 尼加拉瓜 nicaraguan nicaraguayen nicaraguense
netherlands pays_bas paises_bajos paises_baixos niederlande nederland hollanda нидерланды هولندا 荷兰 dutch
    neerlandais neerlandaise nederlandse hollandais
norway norvege noruega norwegen noorwegen norvec норвегия نرويج 挪威 norwegian norvegien norvegienne noruego norske
    norsk
nepal непал نيبال 尼泊尔 nepalese nepalais nepali
nauru науру ناورو 瑙鲁
oman oma umman оман عُمان 阿曼 omani omanais
panama панама بنما 巴拿马 panamanian panameen panameenne panameno
peru perou перу بيرو 秘鲁 peruvian peruvien peruvienne peruano
philippines filipinas philippinen filipijnen filipinler филиппины فلبين 菲律宾 filipino philippin philippine
pakistan paquistao пакистан باكستان 巴基斯坦 pakistani pakistanais pakistanaise pakistanskiy paquistani
poland pologne polonia polen polonya польша بولندا 波兰 polish polonais polonaise polaco polskiy
puerto_rico porto_rico porto_riko пуэрто_рико بورتوريكو 波多黎各
portugal portekiz португалия برتغال 葡萄牙 portuguese portugais portugaise portugues
palau palaos палау بالاو 帕劳
paraguay paraguai парагвай باراغواي 巴拉圭 paraguayan paraguayo
qatar catar katar катар قطر 卡塔尔 qatari qatarien
romania roumanie rumania romenia rumanien roemenie romanya румыния رومانيا 罗马尼亚 romanian roumain roumaine rumano
serbia serbie servia serbien servie sirbistan сербия صربيا 塞尔维亚 serbian serbe serbio serbskiy
russia russie rusia russland rusland rusya россия روسيا 俄罗斯 russian russe russes ruso rusa russisch rossiyskiy
    rossii russkiy rossiya rus
rwanda ruanda руанда رواندا 卢旺达 rwandan rwandais rwandaise ruandes
seychelles seicheles seychellen seyseller сейшельские_о_ва سيشل 塞舌尔
sudan soudan sudao soedan судан سودان 苏丹 sudanese soudanais soudanaise sudanes sudanesisch sudanskiy
sweden suede suecia schweden zweden isvec швеция سويد 瑞典 swedish suedois suedoise sueco svenska svensk
singapore singapour singapur singapura сингапур سنغافورة 新加坡
slovenia slovenie eslovenia slowenien slovenya словения سلوفينيا 斯洛文尼亚 slovenian slovene esloveno
slovakia slovaquie eslovaquia slowakei slowakije slovakya словакия سلوفاكيا 斯洛伐克 slovak slovaque eslovaco
san_marino saint_marin сан_марино سان_مارينو 圣马力诺
senegal сенегал سنغال 塞内加尔 senegalese senegalais senegalaise senegales
somalia somalie somali сомали صومال 索马里 somalian somalien somalienne somalisch soomaaliya soomaali somaliyskiy
suriname surinam суринам سورينام 苏里南
el_salvador salvador сальвадор سلفادور 萨尔瓦多 salvadoran salvadorien salvadoreno
syria syrie siria syrien suriye сирия سوريا 叙利亚 syrian syrians syrienne sirio syrisch siriyskiy
eswatini esuatini essuatini esvatini эсватини اسواتيني 斯威士兰
chad tchad chade tschad tsjaad cad чад تشاد 乍得 chadian tchadien tchadienne chadiano tschadisch
togo того توغو 多哥 togolese togolais togolaise
thailand thailande tailandia tayland таиланд تايلاند 泰国 thai thailandais
tajikistan tadjikistan tayikistan tadjiquistao tadschikistan tadzjikistan tacikistan таджикистан طاجيكستان 塔吉克斯坦
    tajik tadjik tayiko tadzhikskiy
turkmenistan turcomenistao туркменистан تركمانستان 土库曼斯坦 turkmen turkmene turkmeno turkmenskiy
tunisia tunisie tunez tunesien tunesie tunus тунис تونس 突尼斯 tunisian tunisien tunisienne tunecino tunisino
    tunesisch tunisskiy
tonga тонга تونغا 汤加
turkiye turquie turquia turkei turkije турция تركيا 土耳其 turkish turc turque turco turk turki turkisch turetskiy
    turkler turks
tuvalu тувалу توفالو 图瓦卢
taiwan tayvan тайвань تايوان 台湾
tanzania tanzanie tansania tanzanya танзания تنزانيا 坦桑尼亚 tanzanian tanzanien tanzanienne tanzano
ukraine ucrania oekraine ukrayna украина اوكرانيا 乌克兰 ukrainian ukrainien ukrainienne ucraniano ukrainskiy ukrainy
    ukrainisch
uganda ouganda oeganda уганда اوغندا 乌干达 ugandan ougandais ougandaise ugandes
uruguay uruguai уругвай اورغواي 乌拉圭 uruguayan uruguayo
uzbekistan ouzbekistan uzbequistao usbekistan oezbekistan ozbekistan узбекистан اوزبكستان 乌兹别克斯坦 uzbek ouzbek
    ouzbeke uzbeko usbekisch uzbekskiy
vatican_city ciudad_del_vaticano cidade_do_vaticano vatikanstadt vaticaanstad vatikan ватикан فاتيكان 梵蒂冈
venezuela венесуэла فنزويلا 委内瑞拉 venezuelan venezuelien venezuelienne venezolano
vietnam viet_nam vietna вьетнам فيتنام 越南 vietnamese vietnamien vietnamienne vietnamita
vanuatu вануату فانواتو 瓦努阿图
samoa самоа ساموا 萨摩亚
yemen iemen jemen йемен يمن 也门 yemeni yemenite jemenitisch yemenskiy
zambia zambie sambia zambiya замбия زامبيا 赞比亚 zambian zambien zambienne
zimbabwe zimbabue simbabwe zimbabve зимбабве زيمبابوي 津巴布韦 zimbabwean zimbabween
""")

# Countries read word by word or that CLDR has not, regions, waters, cities that name organisations.
REGIONS = lines("""
korea coree corea coreia kore koreya korean coreen coreenne coreano koreanisch koreyskiy chosun choson chosen joson
    joseon hanguk kndr kuzeykore كوريا كوري 朝鲜 韩国
congo kongo congolese congolais congolaise congoleno konguanskiy كونغو كونغولي 刚果
arabia arabie arabien arabian saudiarabien
saudi saoudite saoudien saoudienne saudita سعودية سعودي saudovskiy
emirates emirats emiratos emiriyye uae امارات اماراتي 阿联酋 emirate emirat emirato emirlik emirligi emirlikleri oae
palestine palestinian palestinien palestinienne palestina palestino filastin falastin falestin palastina palastinas
    filistin فلسطين فلسطيني палестина палестинскии 巴勒斯坦
america amerique american americain americaine americano amerika amerikanisch امريكا امريكي америка американскии 美国
    usa
britain british britannique britanico bretagne britanskiy بريطانيا 英国 uk
belarus bielorussie bielorrusia belarusian bielorusse belarusskiy bielorruso byelorussia belorussia belorusskiy
    respublikabelarus بيلاروسيا беларусь 白俄罗斯
ivorycoast ivoirien ivoirienne ivorian marfileno costademarfil cote_d_ivoire ivory_coast costa_de_marfil
    costa_do_marfim ساحل_العاج
capverdien cap_vert cape_verde cabo_verde
hongkong hong_kong xianggang 香港 هونغ_كونغ гонконг
macau macao aomen 澳门
taiwan taiwanese taiwanais 台湾 تايوان таивань
kosovo kosova kosovar
bosnia bosnie bosnien bosnian bosniaque bosna بوسنة босния
herzegovina herzegovine hercegovina هرسك
sierraleone sierra_leone sierraleonais
new_zealand nouvelle_zelande nueva_zelanda
ossetia ossetie osetiya
crimea crimee krym krymskiy крым قرم 克里米亚
chechnya tchetchenie chechen tchetchene chechnia chechenskiy شيشان
dagestan daghestan
caucasus caucase caucaso kavkaz kaukasus kafkas قوقاز кавказ кавказскии 高加索
kurdistan kurde kurdish kurdes kurdo kurdistane كردستان كردي курдистан курдскии
turkestan turkistan turquestan تركستان туркестан 突厥斯坦
xinjiang sinkiang 新疆
tibet xizang 西藏
kashmir cachemire cachemira كشمير
punjab pendjab penjab panjab
balochistan baluchistan baloutchistan بلوشستان baluch baloch
khorasan khurasan khorassan خراسان
sahara sahraoui saharaui sahrawi saharien saharienne saharan صحراء сахара
sahel sahelien sahelienne sahelian sahelo ساحل сахель
maghreb magreb maghrib مغرب_الاسلامي магриб
levant levante sham cham شام левант
mashreq machrek
africa afrique african africain africaine africano afrika afrikanisch afrikanskiy افريقيا افريقي африка 非洲
asia asie asian asiatique asiatico asya asien aziya aziatskiy اسيا اسيوي азия 亚洲
europe european europeen europeenne europa europeo avrupa europaisch evropa evropeyskiy اوروبا اوروبي европа 欧洲
mediterranean mediterranee mediterraneo mediterraneenne akdeniz mittelmeer
atlantic atlantique atlantico atlantik
pacific pacifique pacifico pazifik
caribbean caraibes caribe karibik
gulf golfe golfo korfez khalij خليج залив
peninsula peninsule halbinsel jazira جزيرة_العربية شبه_الجزيرة
nile nil nilo نيل
darfur darfour دارفور
kivu
katanga
ituri
azawad ازواد
gaza ghaza غزة
jerusalem quds qods alquds قدس
damascus damas damasco damaskus dimashq dimachq دمشق дамаск 大马士革
aleppo alep alepo halab haleb حلب алеппо
homs hims حمص
hama hamah حماة
latakia lattaquie ladhiqiya لاذقية
baghdad bagdad بغداد багдад
mosul mossoul musul موصل мосул
basra bassora basora basrah بصرة
kirkuk kirkouk كركوك
tehran teheran тегеран تهران طهران 德黑兰
isfahan ispahan esfahan اصفهان
mashhad machhad meshed mashad مشهد
shiraz chiraz شيراز
tabriz تبريز
ahvaz ahwaz اهواز
kabul kaboul кабул كابول 喀布尔
kandahar qandahar قندهار
herat هرات
peshawar peshavar
karachi كراتشي
lahore
beirut beyrouth beirute بيروت беирут
tripoli tarabulus طرابلس триполи
benghazi bengasi بنغازي
misrata misurata مصراتة
cairo caire kairo qahira قاهرة каир
alexandria alexandrie alejandria iskandariya اسكندرية
khartoum jartum khartum خرطوم
sanaa sana صنعاء
aden عدن
hodeidah hodeida hudaydah حديدة
dubai dubayy دبي дубаи 迪拜
sharjah chardjah شارقة
abudhabi abu_dhabi abou_dabi ابو_ظبي
doha دوحة
riyadh riyad رياض
mecca mecque makkah meca مكة
medina madinah مدينة_المنورة
amman عمان_الاردن
istanbul estambul stamboul اسطنبول стамбул 伊斯坦布尔
ankara انقرة
moscow moscou moscu moskau moskva moskovskiy موسكو москва московскии 莫斯科
petersburg petersbourg peterburg
kyiv kiev киев киів
minsk минск минскии
donetsk донецк донецкии
luhansk lugansk луганск луганскии
sevastopol севастополь
grozny grozniy грозныи
pyongyang pyeongyang 平壤 пхеньян
rason rajin
havana havane habana
caracas
bogota
managua
algiers alger argel جزائر_العاصمة
casablanca دار_البيضاء
rabat
tunis
bamako باماكو
niamey
ndjamena djamena
ouagadougou
dakar
conakry
abidjan
lagos
abuja
nairobi نيروبي
mogadishu mogadiscio muqdisho مقديشو
kinshasa
goma
bangui
juba djouba
addis
asmara
jakarta
manila manille
rangoon yangon rangun
london londres لندن лондон
paris باريس париж
berlin
vienna vienne viena wien
geneva geneve ginebra genf
bosphorus bosphore
""")

# Chinese provinces and cities, with which the name of a company begins, and their usual Latin spelling.
CHINESE = pairs("""
    北京:beijing 上海:shanghai 天津:tianjin 重庆:chongqing 深圳:shenzhen 广州:guangzhou 大连:dalian 青岛:qingdao
    厦门:xiamen 宁波:ningbo 杭州:hangzhou 南京:nanjing 苏州:suzhou 无锡:wuxi 温州:wenzhou 武汉:wuhan 长沙:changsha
    成都:chengdu 西安:xian 沈阳:shenyang 丹东:dandong 哈尔滨:harbin 长春:changchun 吉林:jilin 辽宁:liaoning
    黑龙江:heilongjiang 河北:hebei 河南:henan 湖北:hubei 湖南:hunan 江苏:jiangsu 浙江:zhejiang 安徽:anhui 福建:fujian
    江西:jiangxi 山东:shandong 山西:shanxi 陕西:shaanxi 广东:guangdong 广西:guangxi 海南:hainan 四川:sichuan
    贵州:guizhou 云南:yunnan 甘肃:gansu 青海:qinghai 宁夏:ningxia 郑州:zhengzhou 济南:jinan 烟台:yantai 珠海:zhuhai
    东莞:dongguan 佛山:foshan 福州:fuzhou 泉州:quanzhou 合肥:hefei 昆明:kunming 石家庄:shijiazhuang 太原:taiyuan
    南宁:nanning 兰州:lanzhou 营口:yingkou 舟山:zhoushan 连云港:lianyungang 中国:zhongguo 中华:zhonghua
""")
